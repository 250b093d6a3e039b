import type { Command } from './command';

/** `end-sessions EMAIL` */
export const endSessions: Command = ([email]) =>
  email
    ? {
        email,
        action: 'end_sessions',
        details: {},
        change: (administration, id) => administration.endSessions(id),
        tell: (account) => `${account.email} is signed out everywhere`,
      }
    : undefined;
