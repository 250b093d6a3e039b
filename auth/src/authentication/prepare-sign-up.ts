import { isBanned } from '../accounts/account';
import type { AccountStore } from '../accounts/storage';
import type { MailTokens } from '../credentials/mail-tokens/mail-tokens';
import type { Delivery } from '../events/delivery';
import type { Limits } from '../limits/limits';
import type { Prepared } from '../mail/preparation';
import type { SignUpStore } from '../sign-ups/storage';
import { sourceOf } from './mail-requests';

interface SignUpPreparing {
  readonly accounts: AccountStore;
  readonly limits: Limits;
  readonly signUps: SignUpStore;
  readonly tokens: MailTokens;
  readonly pages: string;
}

/**
 * Prepares the mail of a sign-up: the link that completes it or, where an account has the address or can take it back, that it has one
 * already. Only now the address is looked up.
 */
export async function prepareSignUp(
  { accounts, limits, signUps, tokens, pages }: SignUpPreparing,
  delivery: Delivery,
): Promise<Prepared | undefined> {
  const { data, recipient, language } = delivery;
  const signUp = await signUps.find(String(data.signUp), new Date());
  if (!signUp || recipient === undefined) return undefined;
  const owner = await accounts.findByEmail(recipient);
  if (owner && isBanned(owner)) return undefined;
  const isTaken = owner !== undefined || (await accounts.addresses.find(recipient)) === 'reserved';
  const { token, hash } = tokens.make('sign_up', signUp.id, sourceOf(delivery));
  const isPrepared = signUp.tokens.includes(hash);
  if (!isPrepared && !(await limits.countMail('sign_up', recipient))) return undefined;
  // Where the address is taken, the token is mailed to nobody: its hash says that the mail is counted.
  if (!(await signUps.addToken(signUp.id, hash, new Date()))) return undefined;
  return isTaken
    ? { recipient, message: 'account_exists', link: `${pages}/signin`, language }
    : { recipient, message: 'verify_email', link: `${pages}/verify-email?token=${token}`, language };
}
