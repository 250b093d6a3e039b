import { UnavailableError } from '@latchkey/common';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { MailToken, RestoreToken } from '../accounts/mail-token';
import type { AccountStore } from '../accounts/storage';
import { MAIL_TOKEN_LIVES_MS, parseMailToken, type MailTokens } from '../credentials/mail-tokens/mail-tokens';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import { EmailInUseError, TooManyRequestsError } from '../errors';
import { InvalidTokenError } from '../errors/mail-errors';
import { newEvent, type EventOrigin } from '../events/account-event';
import { proofOfOwner, type OwnBrowser } from './email-proofs';
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
      token: string,
      { account, session }: LiveSession,
      device: string | undefined,
      origin: EventOrigin,
    ) {
      if (parseMailToken(token)?.owner !== account.id) throw new InvalidTokenError();
      return useMailToken(store, 'change', token, (read, found) =>
        openChange(store, tokens, read, found, { sid: session.id, device }, { ...origin, sid: session.id }),
      );
    },

    /**
     * Gives an account an address back that it had. The password goes, and all sessions, since somebody else may have them; so do
     * the ways back to what came after that address.
     */
    async restore(token: string, origin: EventOrigin): Promise<Account> {
      return useMailToken(store, 'restore', token, (account, found) =>
        openRestore(store, account, found as RestoreToken, origin),
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
  account: Account,
  { email }: MailToken,
  browser: OwnBrowser,
  origin: EventOrigin,
): Promise<Opened> {
  if (email === undefined) throw new InvalidTokenError();
  requireRoomForWayBack(account);
  const event = newEvent('email_changed', account.id, origin);
  const way = wayBack(account, tokens.make('restore', account.id, event.id).hash);
  await takeAddress(store, account, email, way);
  const isFirst = account.emailVerifiedAt === undefined;
  const proof = isFirst ? proofOfOwner(browser) : ({ sessions: 'all' } as const);
  const restore = [...liveWaysBack(account.mailTokens.restore), way];
  return { proof: { ...proof, email, restore }, entries: [{ event, recipients: [account.email, email] }] };
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
  account: Account,
  { email, until, wasVerified }: RestoreToken,
  origin: EventOrigin,
): Promise<Opened> {
  if (!(await store.addresses.claim(email, account.id))) throw new EmailInUseError();
  const older = account.mailTokens.restore.filter((way) => way.until.getTime() < until.getTime());
  const proof = {
    email,
    password: NOBODYS_HASH,
    sessions: 'none',
    devices: [],
    // Nobody had proven the address before: this is the first proof.
    ...(wasVerified ? { restore: older } : { restore: [], purge: { roles: [] } }),
  } as const;
  const event = newEvent('email_restored', account.id, origin);
  return { proof, entries: [{ event, recipients: [email, account.email] }] };
}
