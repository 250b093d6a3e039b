import { validateReason } from '../accounts/ban-reason';
import { CommandError, type Command } from './command';

/** `ban EMAIL [REASON]`, the reason in one word or several. */
export const ban: Command = ([email, ...words]) => {
  if (!email) return undefined;
  const reason = words.join(' ') || undefined;
  const fault = reason === undefined ? undefined : validateReason(reason);
  if (fault !== undefined) throw new CommandError(fault);
  return {
    email,
    change: { kind: 'ban', ban: { reason } },
    tell: (account) => `${account.email} is banned`,
  };
};

/** `unban EMAIL` */
export const unban: Command = ([email]) =>
  email
    ? {
        email,
        change: { kind: 'unban' },
        tell: (account) => `${account.email} is not banned`,
      }
    : undefined;
