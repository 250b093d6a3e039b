/** A token that was mailed, by its hash. */
export interface MailToken {
  readonly hash: string;
  readonly until: Date;
  /** The address that it is about, where that is not the account's. */
  readonly email?: string | undefined;
}

/** The way back to an address that was changed. */
export interface RestoreToken extends MailToken {
  readonly email: string;
  /** Whether somebody had proven that the address is theirs. */
  readonly wasVerified: boolean;
}

/** What a person asked for, and has yet to use: the link of a mail or, for the first factor, a code. */
export const REQUESTED_TOKENS = ['reset', 'verify', 'change', 'factor'] as const;

export type RequestedToken = (typeof REQUESTED_TOKENS)[number];

/** Of a kind, the newest ones are good. */
export const MAX_REQUESTED_TOKENS = 3;

/** The tokens that were mailed to an account's owner, the newest last; by kind, so that one update can keep the newest of a kind. */
export interface MailTokens extends Readonly<Record<RequestedToken, readonly MailToken[]>> {
  readonly restore: readonly RestoreToken[];
  /** What was asked for before this is void. */
  readonly since?: Date | undefined;
}

/** The parts of an update that make what was mailed useless, and what was asked for before; but for ways back to former addresses. */
export function endMailTokens() {
  return {
    $set: { 'mailTokens.since': new Date() },
    $unset: {
      'mailTokens.reset': '',
      'mailTokens.verify': '',
      'mailTokens.change': '',
      'mailTokens.factor': '',
    },
  } as const;
}

/** The parts of an update that make the codes of a first factor useless, and what was asked for before. */
export function endFactorCodes() {
  return { $set: { 'mailTokens.since': new Date() }, $unset: { 'mailTokens.factor': '' } } as const;
}

/** Reads what is stored; an account of an older release has none. */
export function toMailTokens(stored: unknown): MailTokens {
  const {
    reset = [],
    verify = [],
    change = [],
    factor = [],
    restore = [],
    since,
  } = Object(stored) as Partial<MailTokens>;
  return { reset, verify, change, factor, restore, since };
}

/** Finds a token that is good still. */
export function findMailToken<T extends MailToken>(
  tokens: readonly T[] | undefined,
  hash: string,
): T | undefined {
  return tokens?.find((token) => token.hash === hash && token.until.getTime() > Date.now());
}
