import type { HydratedDocument, QueryFilter, UpdateQuery } from 'mongoose';
import type { Connection } from '../database';
import { writeEntries } from '../events/outbox';
import type { OnOutbox, OutboxEntry } from '../events/outbox-entry';
import type { RevokedTokens } from '../revocations/revocation-log';
import type { Account } from './account';
import { accountSchema, toAccount, type AccountDocument } from './account-document';

const after = { returnDocument: 'after' } as const;

/** Makes a change of the account that a filter finds. @returns the account afterwards, or undefined when it finds none */
export type WriteAccount = (
  filter: QueryFilter<AccountDocument>,
  change: UpdateQuery<AccountDocument>,
  entries: readonly OutboxEntry[],
) => Promise<Account | undefined>;

/** The one writer of changes that leave events. Change and events are one update of one document, which is not deleted. */
export interface AccountWriter {
  /** The one way to end an account's access tokens: the next generation, in the same write as its cause. */
  readonly revoke: WriteAccount;
  /** Ends no tokens. */
  readonly update: WriteAccount;
}

/**
 * @param onRevoked called for each write that ended access tokens, once it is stored
 * @param onOutbox called for each write that left events, once it is stored
 */
export function createAccountWriter(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
  onOutbox: OnOutbox,
): AccountWriter {
  const users = connection.model('Account', accountSchema);

  async function write(
    filter: QueryFilter<AccountDocument>,
    change: UpdateQuery<AccountDocument>,
    entries: readonly OutboxEntry[],
  ): Promise<HydratedDocument<AccountDocument> | null> {
    const present: QueryFilter<AccountDocument> = { ...filter, deletedAt: null };
    if (entries.length === 0) return users.findOneAndUpdate(present, change, after).exec();

    async function read() {
      const found = await users.findOne(present, { eventNumber: 1 }).lean();
      return found && { number: found.eventNumber, entries };
    }
    return writeEntries(read, async ({ condition, set, push, entries: numbered }) => {
      const $set = { ...change.$set, ...set };
      const withEvents = { ...change, $set, $push: { ...change.$push, ...push } } as typeof change;
      const user = await users.findOneAndUpdate({ ...present, ...condition }, withEvents, after);
      if (user) onOutbox({ source: 'accounts', id: String(user.id), entries: numbered });
      return user;
    });
  }

  return {
    async update(filter, change, entries) {
      return toAccount(await write(filter, change, entries));
    },

    async revoke(filter, change, entries) {
      const ending = {
        ...change,
        $inc: { gen: 1, ...change.$inc },
        // MongoDB's clock, so that replicas whose clocks differ agree on what is new.
        $currentDate: { revokedAt: true, ...change.$currentDate },
      } as const;
      const user = await write(filter, ending, entries);
      if (user?.revokedAt)
        onRevoked({ kind: 'user', user: String(user.id), gen: user.gen, revokedAt: user.revokedAt });
      return toAccount(user);
    },
  };
}
