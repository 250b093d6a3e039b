import type { Account } from '../accounts/account';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { MailCodes } from '../credentials/mail-tokens/mail-codes';
import type { AccountStore } from '../accounts/storage';
import type { Delivery } from '../events/delivery';
import type { Limits } from '../limits/limits';
import type { Prepared } from '../mail/preparation';
import { requestEvent } from './mail-requests';
import { addresseeOf } from './step-up';

interface CodePreparing {
  readonly accounts: AccountStore;
  readonly ceremonies: Ceremonies;
  readonly codes: MailCodes;
  readonly limits: Limits;
  readonly pages: string;
}

/**
 * Prepares the mail of a code. Only now the ceremony becomes one of the account, so the request itself looks nobody up. A
 * ceremony of nobody, and one whose mail the recipient's limit holds back, is one that no code fits.
 */
export async function prepareCode(
  { accounts, ceremonies, codes, limits, pages }: CodePreparing,
  delivery: Delivery,
  account: Account,
): Promise<Prepared | undefined> {
  const { data, language } = delivery;
  const ceremony = await ceremonies.findById(String(data.ceremony), 'sign-in');
  if (!ceremony) return undefined;
  const { id: owner, email: recipient, sessionGen, devices } = account;
  if (ceremony.account === undefined) {
    if (!(await limits.countMail('sign_in', recipient))) return undefined;
    await accounts.record(owner, [{ event: requestEvent(delivery, account) }]);
    const device = devices.find((hash) => hash === data.device);
    await ceremonies.assign(ceremony, { account: owner, sessionGen, device });
  }
  const code = codes.make(ceremony.id);
  return { recipient, message: 'sign_in_code', code, link: `${pages}/sign-in-code?code=${code}`, language };
}

/** Prepares the mail of a code for a step-up, which is the account's from its beginning. A mail that is tried again counts once. */
export async function prepareStepUpCode(
  { ceremonies, codes, limits }: Pick<CodePreparing, 'ceremonies' | 'codes' | 'limits'>,
  { attempts, data, language }: Delivery,
  account: Account,
): Promise<Prepared | undefined> {
  const ceremony = await ceremonies.findById(String(data.ceremony), 'step-up');
  const { email: recipient, emailVerifiedAt } = account;
  const isOfAccount = ceremony?.account === account.id && ceremony.addressee === addresseeOf(account);
  if (!isOfAccount || emailVerifiedAt === undefined) return undefined;
  if (attempts === 1 && !(await limits.countMail('step_up', recipient))) return undefined;
  return { recipient, message: 'step_up_code', code: codes.make(ceremony.id), language };
}
