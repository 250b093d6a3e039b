import { createHash, createHmac } from 'node:crypto';

const HOUR = 60 * 60_000;

/** What a link in a mail is for, and how long it is good. A code for a sign-in lives as long as its ceremony. */
export const MAIL_TOKEN_LIVES_MS = {
  reset: HOUR,
  verify: 24 * HOUR,
  change: 24 * HOUR,
  /** A weekend: the owner of a stolen account may read the mail on Monday. */
  restore: 72 * HOUR,
  sign_up: 24 * HOUR,
} as const;

export type MailTokenPurpose = keyof typeof MAIL_TOKEN_LIVES_MS;

/** A token that is about to be mailed, with its hash, which alone is stored. */
export interface NewMailToken {
  readonly token: string;
  readonly hash: string;
}

/** What a token tells: whose it is, and by which hash it is found. */
export interface ReadMailToken {
  /** The id of an account, or of a sign-up that waits. */
  readonly owner: string;
  readonly hash: string;
}

/** `owner.mac`; a token has this length, so a longer text is not even looked at. */
export const MAIL_TOKEN_CHARACTERS = 24 + 1 + 43;
const FORM = /^([0-9a-f]{24})\.[\w-]{43}$/;

/**
 * Makes the tokens of mails. A token is derived from the request or event that it belongs to, so each sending of a mail has the
 * same link, and the database has nothing to read.
 * @param keys MAIL_KEY: the first key makes
 */
export function createMailTokens([key = '']: readonly string[]) {
  return {
    /** @param id of the request or event */
    make(purpose: MailTokenPurpose, owner: string, id: string): NewMailToken {
      const token = `${owner}.${createHmac('sha256', key).update(`${purpose}:${id}`).digest('base64url')}`;
      return { token, hash: hashOf(token) };
    },
  };
}

export type MailTokens = ReturnType<typeof createMailTokens>;

/** Reads a token; undefined when it does not have its form. */
export function parseMailToken(text: string): ReadMailToken | undefined {
  const owner = text.length === MAIL_TOKEN_CHARACTERS ? FORM.exec(text)?.[1] : undefined;
  return owner === undefined ? undefined : { owner, hash: hashOf(text) };
}

/** A token has 256 bits, so a plain hash is enough. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
