import { randomInt } from 'node:crypto';
import { CustomError } from '@latchkey/common';
import { isBanned, TEMPORARY_PASSWORD_LIFE_MS, type Account } from '../accounts/account';
import { hashPassword } from '../credentials/password/password-hash';
import { CommandError, type Command } from './command';

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
    async change(administration, id, warn) {
      const hash = await hashPassword(temporary);
      return administration
        .setTemporaryPassword(id, { hash, until }, ({ email }) =>
          warn(`the failed sign-ins could not be forgotten; run \`admin unlock ${email}\``),
        )
        .catch(throwUnknown);
    },
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

/** Of a fault nobody knows whether it came before the write or behind it. */
function throwUnknown(error: unknown): never {
  if (error instanceof CustomError) throw error;
  throw new CommandError(`the password may have been set; run it again: ${String(error)}`);
}

function newPassword(): string {
  const character = () => CHARACTERS[randomInt(CHARACTERS.length)]!;
  const group = () => Array.from({ length: GROUP_LENGTH }, character).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
