import type { Command } from './command';

/** `verify EMAIL` */
export const verify: Command = ([email]) =>
  email
    ? {
        email,
        change: { kind: 'verify_email' },
        tell: (account) => `${account.email} counts as verified`,
      }
    : undefined;
