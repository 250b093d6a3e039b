import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Mailboxes } from '../../../e2e/support/mailbox';
import { Visitor } from '../../../e2e/support/visitor';
import { appCode } from './totp';

export const PASSWORD = 'a long passphrase';

/** A person whose account has an authenticator app. */
export interface WithApp {
  readonly visitor: Visitor;
  readonly email: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Signs somebody up. @param mailboxes where addresses are verified, which is done, too */
export async function signedUp(
  url: string,
  mailboxes?: Mailboxes,
): Promise<{ visitor: Visitor; email: string }> {
  const visitor = new Visitor(url);
  const email = `${randomUUID()}@example.com`;
  await visitor.post('/account/signup', { email, password: PASSWORD });
  if (mailboxes) {
    await visitor.get(await mailboxes.linkTo('/account/verify-email', email));
    await visitor.post('/account/verify-email', {});
  }
  return { visitor, email };
}

/** Signs somebody up, and sets an app up by the pages, with the code of the time step before this one. */
export async function signedUpWithApp(url: string, mailboxes?: Mailboxes): Promise<WithApp> {
  const { visitor, email } = await signedUp(url, mailboxes);
  return { visitor, email, ...(await setUpApp(visitor)) };
}

/** Sets an app up by the pages. */
export async function setUpApp(visitor: Visitor): Promise<Pick<WithApp, 'secret' | 'recoveryCodes'>> {
  const shown = await (await visitor.post('/account/security/app', { task: 'start' })).text();
  const secret = secretIn(shown);
  const done = await visitor.post('/account/security/app', { task: 'confirm', code: appCode(secret, -1) });
  return { secret, recoveryCodes: codesIn(await done.text()) };
}

/** The secret of an app that a page shows. */
export function secretIn(html: string): string {
  const secret = (/class="secret">([A-Z2-7 ]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '');
  expect(secret).not.toBe('');
  return secret;
}

/** The recovery codes that a page shows. */
export function codesIn(html: string): string[] {
  return [...html.matchAll(/<li><code>([^<]+)<\/code><\/li>/g)].map(([, code]) => code!);
}

/** Signs in by password in another browser. @returns at the second step */
export async function atSecondFactor(url: string, email: string, path = '/account/signin'): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.post(path, { email, password: PASSWORD });
  return visitor;
}
