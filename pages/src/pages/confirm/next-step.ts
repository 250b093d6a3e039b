import type { CurrentUser } from '@latchkey/common';
import type { Factor, OwnFactors, StepUp } from '@latchkey/common/client';
import { keepingNext, nextOf } from '../../http/next-of';
import type { Page } from '../../http/page';

/** What a step-up is asked to prove, by the address of the page. */
export function askedOf({ query }: Page): { readonly acr?: 'aal2' } {
  return query.get('acr') === 'aal2' ? { acr: 'aal2' } : {};
}

/** Another page of the same step-up. */
export function stepAt(page: Page, path: string): string {
  return keepingNext(page, path, askedOf(page));
}

/** Where a proof leads: to the page that asked for the step-up, or to its second step where more is due. */
export function afterProof(page: Page, answer: CurrentUser | StepUp): string {
  return 'factors' in answer ? stepAt(page, page.site.paths.confirmSecond) : nextOf(page);
}

/**
 * By what the first step of a step-up can be proven. The step-up begins with the proof and not with the page: the auth service would
 * refuse a browser that another site sent. It has the last word, and asks for more where a session is worth more.
 * @returns nothing where the account has nothing that proves what is asked
 */
export function firstFactors(page: Page, user: CurrentUser, own: OwnFactors): readonly Factor[] {
  const isWhole = own.required || askedOf(page).acr !== undefined;
  const { password, passkeys } = own;
  const ways: (Factor | false)[] = [
    password && (!isWhole || hasSecond(own)) && 'password',
    passkeys.length > 0 && 'passkey',
    !isWhole && page.site.signInByEmail && user.emailVerified === true && 'email',
  ];
  return ways.filter((way) => way !== false);
}

/** Whether anything proves a second factor. */
export function hasSecond({ totp, passkeys, recoveryCodes }: OwnFactors): boolean {
  return totp !== null || passkeys.length > 0 || recoveryCodes > 0;
}
