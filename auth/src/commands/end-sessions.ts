import type { Command } from './command';

/** `end-sessions EMAIL` */
export const endSessions: Command = ([email]) =>
  email
    ? {
        email,
        change: { kind: 'end_sessions' },
        tell: (account) => `${account.email} is signed out everywhere`,
      }
    : undefined;
