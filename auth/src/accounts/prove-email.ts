import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@latchkey/common';
import { EmailInUseError, LastAdminError } from '../errors';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { EmailProof, Purge, UsedToken } from './email-storage';
import { takeAdminAway } from './last-admin';
import { releaseRemoved } from './remove-factors';
import { ADMIN } from './roles';
import type { AccountStore } from './storage';

const MAX_TRIES = 20;
const MAX_WAIT_MS = 50;

/** A change that the proof of an address makes, and the token that it uses up, if any. */
export interface ProofRequest {
  readonly used?: UsedToken | undefined;
  readonly proof: EmailProof;
  /** What is written in the same update. */
  readonly entries: readonly OutboxEntry[];
}

/**
 * Makes a change that the proof of an address allows. When somebody else has changed the account since it was read, the change is
 * made out for the account as it is now.
 * @param resolve what to do with an account; undefined where nothing is proven for it
 * @returns the account afterwards, or undefined when nothing is proven
 * @throws EmailInUseError (400 `email_in_use`), UnavailableError (503) when other changes keep coming first
 */
export async function proveEmail(
  store: AccountStore,
  id: string,
  resolve: (account: Account) => Promise<ProofRequest | undefined>,
): Promise<Account | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const account = await store.findById(id);
    const request = account && (await resolve(account));
    if (!request) return undefined;
    const changed = await change(store, account, request);
    if (changed === 'email_in_use') throw new EmailInUseError();
    if (changed) {
      await releaseRemoved(store.passkeys, account, changed);
      return changed;
    }
    // A random time, so that two who are in each other's way do not meet again.
    await sleep(Math.random() * MAX_WAIT_MS);
  }
  throw new UnavailableError('Others are changing the same account. Try again shortly.');
}

/** A purge takes roles away, but never the last admin. */
async function change({ emails, marks }: AccountStore, account: Account, request: ProofRequest) {
  const { used, proof, entries } = request;
  const prove = (purge: Purge | undefined, mark?: string) => {
    const all = [...entries, ...(purge?.entriesOf(purge.roles) ?? [])];
    return emails.prove(account, used, { ...proof, purge }, all, mark);
  };
  const { purge } = proof;
  if (!purge || !account.roles.includes(ADMIN)) return prove(purge);
  try {
    return await takeAdminAway({ marks }, account, (mark) => prove(purge, mark));
  } catch (error) {
    if (!(error instanceof LastAdminError)) throw error;
    return prove({ ...purge, roles: [ADMIN] });
  }
}
