import type { Command } from './command';

/** `unlock EMAIL` */
export const unlock: Command = ([email]) =>
  email
    ? {
        email,
        action: 'unlock',
        details: {},
        change: (administration, id) => administration.unlock(id),
        tell: (account) => `${account.email} can sign in on new devices again`,
      }
    : undefined;
