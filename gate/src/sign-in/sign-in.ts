import { StepUpRequiredError, NotAuthorizedError } from '@latchkey/common';
import { refreshLocation } from '@latchkey/common/client';
import { sessionDigest, type AskedRequest } from '@latchkey/common/protocol';
import { readAskedPage } from './asked-page';
import { addMark, readMarks } from './marks';
import { isNavigation } from './navigation';

/** Where people sign in, and where they may be sent back to. */
export interface SignInOptions {
  /** The origin of the auth service and of the account pages. */
  readonly publicUrl: string;
  /** The path of the account pages, such as `/account`. */
  readonly accountPath: string;
  /** Other origins that a browser may be sent back to, as the auth service has them. */
  readonly returnOrigins: readonly string[];
}

/** Sends people who may not see a page to where they can come to. */
export interface SignIn {
  /**
   * Where a person goes who was refused: to the refresh, the page to sign in at, or the page that asks for a fresh proof.
   * @param appended what follows the policy in the path of the question
   * @returns undefined for a request that is no navigation, of a page that nobody may be sent back to, for a refusal that none of this
   *   mends, and where it has just been tried
   */
  away(asked: AskedRequest, appended: string, refusal: unknown): string | undefined;
  /** Where a person goes who is let in and came with marks: to the page without them. */
  clean(asked: AskedRequest, appended: string): string | undefined;
}

const CURED_BY_REFRESH = ['token_expired', 'token_revoked'];

/** Makes what sends people to sign in. */
export function createSignIn({ publicUrl, accountPath, returnOrigins }: SignInOptions): SignIn {
  const origins = [publicUrl, ...returnOrigins];

  function arrivalOf(asked: AskedRequest, appended: string) {
    const page = isNavigation(asked) ? readAskedPage(appended, asked.headers, origins) : undefined;
    return page && { origin: page.origin, ...readMarks(page.path) };
  }

  function accountPage(name: string, next: string, more: Readonly<Record<string, string>> = {}): string {
    return `${publicUrl}${accountPath}${name}?${new URLSearchParams({ next, ...more }).toString()}`;
  }

  return {
    away(asked, appended, refusal) {
      const arrival = arrivalOf(asked, appended);
      if (!arrival) return undefined;
      const { origin, path, wasSent, refusedDigest } = arrival;
      // The account pages and the auth service are of this origin, and take a path.
      const returnOrigin = origin === publicUrl ? '' : origin;
      const back = returnOrigin + addMark(path);
      const digest = sessionDigest(asked.headers.cookie);
      if (refusal instanceof NotAuthorizedError) {
        if (refusedDigest !== undefined && refusedDigest === digest) return accountPage('/signin', back);
        if (wasSent) return undefined;
        return CURED_BY_REFRESH.includes(refusal.code)
          ? refreshLocation(addMark(path), { origin: publicUrl, returnOrigin })
          : accountPage('/signin', back);
      }
      if (!(refusal instanceof StepUpRequiredError) || wasSent) return undefined;
      const asksForTwo = refusal.headers['WWW-Authenticate'].includes('acr_values');
      return accountPage('/confirm', back, asksForTwo ? { acr: 'aal2' } : {});
    },
    clean(asked, appended) {
      const arrival = arrivalOf(asked, appended);
      return arrival?.hasMarks ? arrival.origin + arrival.path : undefined;
    },
  };
}
