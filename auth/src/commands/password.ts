import { randomInt } from 'node:crypto';
import { isBanned, TEMPORARY_PASSWORD_LIFE_MS, type Account } from '../accounts/account';
import { hashPassword } from '../credentials/password/password-hash';
import type { Command } from './command';

/** Without what looks alike, so that it can be read out: 29^16 are 77 bits. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz234679';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** `password EMAIL` */
export const password: Command = async ([email, ...more]) => {
  if (!email || more.length > 0) return undefined;
  const temporary = newPassword();
  const until = new Date(Date.now() + TEMPORARY_PASSWORD_LIFE_MS);
  return {
    email,
    change: { kind: 'set_password', temporary: { hash: await hashPassword(temporary), until } },
    tell: () => temporary,
    remark: (account) => remarkOn(account, until),
  };
};

function remarkOn(account: Account, until: Date): string {
  const { email } = account;
  const use = `can sign in with this until ${until.toISOString()} to choose a new password`;
  return isBanned(account)
    ? `${email} is signed out everywhere and banned; after \`admin unban ${email}\` they ${use}`
    : `${email} is signed out everywhere, and ${use}`;
}

function newPassword(): string {
  const character = () => CHARACTERS[randomInt(CHARACTERS.length)]!;
  const group = () => Array.from({ length: GROUP_LENGTH }, character).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
