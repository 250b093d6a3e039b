import type { Command } from './command';

/** `reset-factors EMAIL` */
export const resetFactors: Command = ([email, ...more]) =>
  email && more.length === 0
    ? {
        email,
        change: { kind: 'reset_factors' },
        tell: (account) => `${account.email} has no second factor and is signed out everywhere`,
        remark: () => 'the next factor needs a code: of a mail, or of `admin factor-code EMAIL`',
      }
    : undefined;
