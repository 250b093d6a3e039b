import { newFactorCode } from '../../src/credentials/mail-tokens/factor-codes';
import type { TestAuth } from './auth-service';
import { HOUR } from './clock';

/** Gives an account a code that allows its first factor, as a mail or an operator does. */
export async function issueFactorCode({ services }: TestAuth, id: string): Promise<string> {
  const { accounts } = services.stores;
  const account = (await accounts.findById(id))!;
  const { code, hash } = newFactorCode(id);
  const until = new Date(Date.now() + HOUR);
  await accounts.emails.addToken(account, 'factor', { hash, until }, new Date(), []);
  return code;
}
