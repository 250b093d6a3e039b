import type { Command } from './command';

/** `unlock EMAIL` */
export const unlock: Command = ([email]) =>
  email
    ? {
        email,
        change: { kind: 'unlock' },
        tell: (account) => `${account.email} can sign in on new devices again`,
      }
    : undefined;
