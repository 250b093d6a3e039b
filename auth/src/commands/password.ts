import { randomInt } from 'node:crypto';
import { TEMPORARY_PASSWORD_LIFE_MS } from '../accounts/account';
import { hashPassword } from '../accounts/password-hash';
import type { Command } from './command';

/** Without what looks alike, so that it can be read out: 29^16 are 77 bits. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz234679';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** `password EMAIL` */
export const password: Command = ([email, ...more]) => {
  if (!email || more.length > 0) return undefined;
  const temporary = newPassword();
  const until = new Date(Date.now() + TEMPORARY_PASSWORD_LIFE_MS);
  return {
    email,
    action: 'set_password',
    details: {},
    change: async (administration, id) =>
      administration.setTemporaryPassword(id, { hash: await hashPassword(temporary), until }),
    tell: () => temporary,
    remark: (account) =>
      `${account.email} is signed out everywhere, and can sign in with this until ${until.toISOString()} to choose a new password`,
  };
};

function newPassword(): string {
  const character = () => CHARACTERS[randomInt(CHARACTERS.length)]!;
  const group = () => Array.from({ length: GROUP_LENGTH }, character).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
