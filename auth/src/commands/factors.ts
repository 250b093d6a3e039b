import { NotFoundError } from '@latchkey/common';
import { createAccountStore } from '../accounts/account-store';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { Connection } from '../database';
import type { ShowFactors } from './command';

/** `factors EMAIL` */
export function readFactors([email, ...more]: readonly string[]): ShowFactors | undefined {
  return email && more.length === 0 ? { shows: email } : undefined;
}

/** Shows which factors an account has, a line each. No secret is shown. */
export async function showFactors({ shows }: ShowFactors, connection: Connection): Promise<string> {
  const store = createAccountStore(
    connection,
    () => undefined,
    () => undefined,
  );
  const account = await store.findByEmail(shows);
  if (!account) throw new NotFoundError(`there is no account with the email ${normalizeEmail(shows)}`);
  return linesOf(account).join('\n');
}

function linesOf({ email, factors: { isRequired, totp, recoveryCodes, passkeys } }: Account): string[] {
  return [
    `${email}: a sign-in needs ${isRequired ? 'a second factor' : 'no second factor'}`,
    ...(totp ? [`authenticator app, since ${totp.since.toISOString()}`] : []),
    ...passkeys.map(({ id, name, createdAt, lastUsedAt }) => {
      const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used';
      return `passkey ${id} (${name}), since ${createdAt.toISOString()}, ${used}`;
    }),
    `recovery codes left: ${recoveryCodes.length}`,
  ];
}
