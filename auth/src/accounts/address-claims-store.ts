import { isDuplicateKey, type Connection } from '../database';
import type { AddressClaims } from './email-storage';

/** Longer than the driver's timeouts between a claim and the write that follows at once. After a crash the address is free then. */
const CLAIM_MS = 30_000;

interface ClaimDocument {
  /** The address, in its one form. */
  readonly _id: string;
  readonly account: string;
  readonly until: Date;
}

/** Keeps claims in MongoDB. The unique index of the accounts says whose an address is; a claim says who may take a free one. */
export function createAddressClaims(connection: Connection): AddressClaims {
  const claims = connection.collection<ClaimDocument>('addresses');

  async function claim(email: string, account: string, until: Date): Promise<boolean> {
    const own = { _id: email, $or: [{ account }, { until: { $lte: new Date() } }] };
    try {
      await claims.updateOne(own, { $set: { account }, $max: { until } }, { upsert: true });
      return true;
    } catch (error) {
      // The upsert found nothing of ours, and another account has it.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    async createIndexes(): Promise<void> {
      await claims.createIndex({ account: 1 });
      await claims.createIndex({ until: 1 });
    },

    claim: (email, account) => claim(email, account, new Date(Date.now() + CLAIM_MS)),

    reserve: claim,

    async find(email: string): Promise<'claimed' | 'reserved' | undefined> {
      const now = Date.now();
      const found = await claims.findOne({ _id: email, until: { $gt: new Date(now) } });
      if (!found) return undefined;
      return found.until.getTime() > now + CLAIM_MS ? 'reserved' : 'claimed';
    },

    async withdraw(email: string, account: string): Promise<void> {
      // A reservation of the same account stays.
      await claims.deleteOne({ _id: email, account, until: { $lte: new Date(Date.now() + CLAIM_MS) } });
    },

    async releaseAll(account: string): Promise<void> {
      await claims.deleteMany({ account });
    },

    async removeExpired(): Promise<void> {
      await claims.deleteMany({ until: { $lte: new Date() } });
    },
  };
}
