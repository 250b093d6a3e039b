import { StepUpRequiredError, NotAuthorizedError } from '@latchkey/common';
import { refreshLocation } from '@latchkey/common/client';
import { sessionDigest, type AskedRequest } from '@latchkey/common/protocol';
import { readAskedPage } from './asked-page';
import { addMarks, readMarks, type Errand } from './marks';
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
   * @returns undefined for a request that is no navigation, of a page that nobody may be sent back to, for a refusal that
   *   signing in cannot fix, and where it has just been tried
   */
  away(asked: AskedRequest, appended: string, refusal: unknown): string | undefined;
  /** Where a person goes who is let in and came with marks: to the page without them. */
  clean(asked: AskedRequest, appended: string): string | undefined;
}

const CURED_BY_REFRESH = ['token_expired', 'token_revoked'];

/** What a person needs who was refused. @returns undefined where nothing helps */
function errandOf(
  refusal: unknown,
  refusedDigest: string | undefined,
  { headers }: AskedRequest,
): Errand | undefined {
  if (refusal instanceof StepUpRequiredError) return 'confirm';
  if (!(refusal instanceof NotAuthorizedError)) return undefined;
  const isRefreshRefused = refusedDigest !== undefined && refusedDigest === sessionDigest(headers.cookie);
  return CURED_BY_REFRESH.includes(refusal.code) && !isRefreshRefused ? 'refresh' : 'signin';
}

function asksForSecondFactor(refusal: unknown): boolean {
  return refusal instanceof StepUpRequiredError && refusal.headers['WWW-Authenticate'].includes('acr_values');
}

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
      const errand = arrival && errandOf(refusal, arrival.refusedDigest, asked);
      if (!errand || arrival.sentFor.includes(errand)) return undefined;
      // The account pages and the auth service are of this origin, and take a path.
      const returnOrigin = arrival.origin === publicUrl ? '' : arrival.origin;
      const path = addMarks(arrival.path, [...arrival.sentFor, errand]);
      if (errand === 'refresh') return refreshLocation(path, { origin: publicUrl, returnOrigin });
      return accountPage(
        `/${errand}`,
        returnOrigin + path,
        asksForSecondFactor(refusal) ? { acr: 'aal2' } : {},
      );
    },
    clean(asked, appended) {
      const arrival = arrivalOf(asked, appended);
      return arrival?.hasMarks ? arrival.origin + arrival.path : undefined;
    },
  };
}
