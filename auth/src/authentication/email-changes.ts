import { UnavailableError } from '@latchkey/common';
import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { MailToken, RestoreToken } from '../accounts/mail-token';
import { losesFactor, removeFactorsSince } from '../accounts/remove-factors';
import type { AccountStore } from '../accounts/storage';
import { MAIL_TOKEN_LIVES_MS, parseMailToken, type MailTokens } from '../credentials/mail-tokens/mail-tokens';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import { EmailInUseError, TooManyRequestsError } from '../errors';
import { InvalidTokenError } from '../errors/mail-errors';
import { proofOfOwner, purgeOf, type OwnBrowser } from './email-proofs';
import { entryOf } from './entry-of';
import type { LiveSession } from './live-session';
import { useMailToken, type Opened } from './mail-links';

/** Changes of address that can be taken back at once. No further one pushes a way back out. */
const MAX_WAYS_BACK = 5;

/** Changes the addresses of accounts, and takes such changes back. Each throws what `useMailToken` throws. */
export function createEmailChanges(store: AccountStore, tokens: MailTokens) {
  return {
    /**
     * Changes the address of the account that is signed in, by a token that the new address was sent.
     * @throws EmailInUseError (400), TooManyRequestsError (429), InvalidTokenError (400) also for a token of another account
     */
    async confirm(
      req: Request,
      token: string,
      { account, session }: LiveSession,
      device: string | undefined,
    ) {
      if (parseMailToken(token)?.owner !== account.id) throw new InvalidTokenError();
      return useMailToken(store, 'change', token, (read, found) =>
        openChange(store, tokens, req, read, found, { sid: session.id, device }),
      );
    },

    /**
     * Gives an account an address back that it had. The password goes, and all sessions, since somebody else may have them; so do
     * the ways back to what came after that address.
     */
    async restore(req: Request, token: string): Promise<Account> {
      return useMailToken(store, 'restore', token, (account, found) =>
        openRestore(store, req, account, found as RestoreToken),
      );
    },
  };
}

export type EmailChanges = ReturnType<typeof createEmailChanges>;

/** @throws TooManyRequestsError (429) when an account has too many former addresses to go back to */
export function requireRoomForWayBack({ mailTokens }: Account): void {
  const live = liveWaysBack(mailTokens.restore);
  if (live.length >= MAX_WAYS_BACK) throw new TooManyRequestsError(live[0]!.until.getTime() - Date.now());
}

async function openChange(
  store: AccountStore,
  tokens: MailTokens,
  req: Request,
  account: Account,
  { email }: MailToken,
  browser: OwnBrowser,
): Promise<Opened> {
  if (email === undefined) throw new InvalidTokenError();
  requireRoomForWayBack(account);
  const entry = entryOf(req, 'email_changed', account.id, { sid: browser.sid });
  const way = wayBack(account, tokens.make('restore', account.id, entry.event.id).hash);
  await takeAddress(store, account, email, way);
  const isFirst = account.emailVerifiedAt === undefined;
  const proof = isFirst ? proofOfOwner(browser) : ({ sessions: 'all' } as const);
  const restore = [...liveWaysBack(account.mailTokens.restore), way];
  return { proof: { ...proof, email, restore }, entries: [{ ...entry, recipients: [account.email, email] }] };
}

/** The old address is reserved before the account lets go of it, so nobody takes it in between. */
async function takeAddress(
  store: AccountStore,
  account: Account,
  email: string,
  way: RestoreToken,
): Promise<void> {
  const owner = await store.findByEmail(email);
  if (owner && owner.id !== account.id) throw new EmailInUseError();
  if (!(await store.addresses.claim(email, account.id))) throw new EmailInUseError();
  if (await store.addresses.reserve(way.email, account.id, way.until)) return;
  throw new UnavailableError('Somebody else is signing up with your address right now. Try again.', 1);
}

/** Of two changes the later one ends later, by whichever clock: a way back ends those of after it. */
function wayBack({ email, emailVerifiedAt, mailTokens }: Account, hash: string): RestoreToken {
  const last = mailTokens.restore.at(-1)?.until.getTime() ?? 0;
  const until = new Date(Math.max(Date.now() + MAIL_TOKEN_LIVES_MS.restore, last + 1));
  return { hash, until, email: normalizeEmail(email), wasVerified: emailVerifiedAt !== undefined };
}

function liveWaysBack(restore: readonly RestoreToken[]): readonly RestoreToken[] {
  return restore.filter(({ until }) => until.getTime() > Date.now());
}

async function openRestore(
  store: AccountStore,
  req: Request,
  account: Account,
  { email, until, wasVerified }: RestoreToken,
): Promise<Opened> {
  if (!(await store.addresses.claim(email, account.id))) throw new EmailInUseError();
  const older = account.mailTokens.restore.filter((way) => way.until.getTime() < until.getTime());
  const changedAt = new Date(until.getTime() - MAIL_TOKEN_LIVES_MS.restore);
  const factors = removeFactorsSince(account.factors, changedAt);
  const proof = {
    email,
    password: NOBODYS_HASH,
    sessions: 'none',
    devices: [],
    // Nobody had proven the address before: this is the first proof.
    ...(wasVerified ? { restore: older, factors } : { restore: [], ...purgeOf(req, account) }),
  } as const;
  const entry = entryOf(req, 'email_restored', account.id);
  const isFactorGone = wasVerified && factors !== undefined && losesFactor(account.factors, factors);
  const removed = isFactorGone ? [entryOf(req, 'factor_removed', account.id)] : [];
  return { proof, entries: [{ ...entry, recipients: [email, account.email] }, ...removed] };
}
