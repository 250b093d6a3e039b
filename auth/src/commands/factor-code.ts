import {
  newFactorCode,
  OPERATORS_FACTOR_CODE_LIFE_MS,
  type FactorCode,
} from '../credentials/mail-tokens/factor-codes';
import type { Command } from './command';

/** `factor-code EMAIL` */
export const factorCode: Command = ([email, ...more]) => {
  if (!email || more.length > 0) return undefined;
  const until = new Date(Date.now() + OPERATORS_FACTOR_CODE_LIFE_MS);
  let made: FactorCode | undefined;
  return {
    email,
    change({ id }) {
      made = newFactorCode(id);
      return { kind: 'issue_factor_code', token: { hash: made.hash, until } };
    },
    tell: () => made?.code ?? '',
    remark: (account) =>
      `${account.email} can add a second factor with this until ${until.toISOString()}, once`,
  };
};
