import { faultOfReason } from '../accounts/ban-reason';
import { CommandError, type Command } from './command';

/** `ban EMAIL [REASON]`, the reason in one word or several. */
export const ban: Command = ([email, ...words]) => {
  if (!email) return undefined;
  const reason = words.join(' ') || undefined;
  const fault = reason === undefined ? undefined : faultOfReason(reason);
  if (fault !== undefined) throw new CommandError(fault);
  return {
    email,
    action: 'ban',
    details: { reason },
    change: (administration, id) => administration.ban(id, { reason }),
    tell: (account) => `${account.email} is banned`,
  };
};

/** `unban EMAIL` */
export const unban: Command = ([email]) =>
  email
    ? {
        email,
        action: 'unban',
        details: {},
        change: (administration, id) => administration.unban(id),
        tell: (account) => `${account.email} is not banned`,
      }
    : undefined;
