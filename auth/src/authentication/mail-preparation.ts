import { isBanned, type Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import { findMailToken, type RequestedToken } from '../accounts/mail-token';
import type { AccountStore } from '../accounts/storage';
import type { Ceremonies } from '../ceremonies/ceremonies';
import { createFactorCodes, type MakeFactorCode } from '../credentials/mail-tokens/factor-codes';
import { createMailCodes, type MailCodes } from '../credentials/mail-tokens/mail-codes';
import {
  createMailTokens,
  MAIL_TOKEN_LIVES_MS,
  type MailTokens,
} from '../credentials/mail-tokens/mail-tokens';
import type { Delivery } from '../events/delivery';
import type { Limits } from '../limits/limits';
import type { MailPreparation, Prepared, PreparedMessage } from '../mail/preparation';
import type { SignUpStore } from '../sign-ups/storage';
import { requestEvent, sourceOf } from './mail-requests';
import { prepareCode, prepareStepUpCode } from './prepare-code';
import { prepareFactorCode } from './prepare-factor-code';
import { prepareSignUp } from './prepare-sign-up';

/** Where links lead, and what they are made with: from the configuration alone and never from a request. */
export interface MailLinkSettings {
  readonly PUBLIC_URL: string | undefined;
  readonly ACCOUNT_PATH: string | undefined;
  readonly MAIL_KEY: readonly string[] | undefined;
  readonly MFA_ROLES: readonly string[];
}

export interface Preparing {
  readonly accounts: AccountStore;
  readonly ceremonies: Ceremonies;
  readonly limits: Limits;
  readonly signUps: SignUpStore;
}

interface Parts extends Preparing {
  readonly codes: MailCodes;
  readonly tokens: MailTokens;
  readonly mfaRoles: readonly string[];
  readonly makeFactorCode: MakeFactorCode;
  /** Where the account pages are: the beginning of each link. */
  readonly pages: string;
}

/** What a request leads to, for an account. */
interface Plan {
  readonly kind: Exclude<RequestedToken, 'factor'>;
  readonly message: PreparedMessage;
  readonly page: string;
  readonly recipient: string;
}

/**
 * Prepares mails that carry a link. The token of a link follows from the request, so a mail that is prepared again has the same
 * link, and is counted once. For use where mail is on.
 */
export function createMailPreparation(
  { PUBLIC_URL = '', ACCOUNT_PATH = '', MAIL_KEY = [], MFA_ROLES: mfaRoles }: MailLinkSettings,
  preparing: Preparing,
): MailPreparation {
  const makeFactorCode = createFactorCodes(MAIL_KEY);
  const made = { codes: createMailCodes(MAIL_KEY), tokens: createMailTokens(MAIL_KEY), makeFactorCode };
  const parts = { ...preparing, ...made, mfaRoles, pages: PUBLIC_URL + ACCOUNT_PATH };
  return {
    async prepare(delivery: Delivery): Promise<Prepared | undefined> {
      if (delivery.kind === 'sign_up_requested') return prepareSignUp(parts, delivery);
      const account = await findAccount(parts, delivery);
      if (account && delivery.kind === 'email_changed') return prepareWayBack(parts, delivery, account);
      if (!account || isBanned(account) || (await isOfAnother(parts, delivery))) return undefined;
      if (delivery.kind === 'sign_in_requested') return prepareCode(parts, delivery, account);
      if (delivery.kind === 'step_up_requested') return prepareStepUpCode(parts, delivery, account);
      if (delivery.kind === 'factor_code_requested') return prepareFactorCode(parts, delivery, account);
      const plan = planOf(delivery, account);
      return plan && prepareLink(parts, delivery, account, plan);
    },
  };
}

/** A stranger names an address, and somebody who is signed in has an id. */
function findAccount({ accounts }: Parts, { account, recipient }: Delivery) {
  if (account !== undefined) return accounts.findById(account);
  return recipient === undefined ? undefined : accounts.findByEmail(recipient);
}

/** A new address that an account has already gets nothing; the answer to who asks does not tell. */
async function isOfAnother({ accounts }: Parts, { kind, recipient }: Delivery): Promise<boolean> {
  if (kind !== 'email_change_requested' || recipient === undefined) return false;
  return (await accounts.findByEmail(recipient)) !== undefined;
}

/** The former address gets a link as long as it can be taken back. */
function prepareWayBack(
  { tokens, pages }: Parts,
  delivery: Delivery,
  account: Account,
): Prepared | undefined {
  const { recipient, language } = delivery;
  if (recipient === undefined) return undefined;
  const { token, hash } = tokens.make('restore', account.id, sourceOf(delivery));
  const way = findMailToken(account.mailTokens.restore, hash);
  // Only the former address may ever get it.
  const isGood = way?.email === normalizeEmail(recipient);
  const link = isGood ? `${pages}/restore-email?token=${token}` : undefined;
  return { recipient, message: 'email_changed', link, language };
}

function planOf({ kind, recipient }: Delivery, { email, emailVerifiedAt }: Account): Plan | undefined {
  switch (kind) {
    case 'reset_requested':
      return { kind: 'reset', message: 'reset_password', page: 'reset-password', recipient: email };
    case 'verification_requested':
      if (emailVerifiedAt !== undefined) return undefined;
      return { kind: 'verify', message: 'verify_email', page: 'verify-email', recipient: email };
    case 'email_change_requested':
      if (recipient === undefined) return undefined;
      return { kind: 'change', message: 'confirm_email', page: 'confirm-email', recipient };
    default:
      return undefined;
  }
}

async function prepareLink(
  { accounts, limits, tokens, pages }: Parts,
  delivery: Delivery,
  account: Account,
  { kind, message, page, recipient }: Plan,
): Promise<Prepared | undefined> {
  const { language, arisenAt } = delivery;
  const id = sourceOf(delivery);
  const { token, hash } = tokens.make(kind, account.id, id);
  const isPrepared = account.mailTokens[kind].some((each) => each.hash === hash);
  if (!isPrepared && !(await limits.countMail(kind, recipient))) return undefined;
  const until = new Date(arisenAt.getTime() + MAIL_TOKEN_LIVES_MS[kind]);
  const address = recipient === account.email ? {} : { email: recipient };
  // What an admin asks for is in the log already.
  const entries = delivery.data.ip === undefined ? [] : [{ event: requestEvent(delivery, account) }];
  const made = { hash, until, ...address };
  const isAdded = await accounts.emails.addToken(account, kind, made, arisenAt, entries);
  if (!isAdded) return undefined;
  return { recipient, message, link: `${pages}/${page}?token=${token}`, language };
}
