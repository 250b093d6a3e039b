import { isDuplicateKey, type Connection } from '../database';
import { accountSchema } from './account-document';
import type { PasskeyClaims } from './factor-storage';

/** Longer than all timeouts between a claim and the write to its account, which follows at once. */
const CLAIM_MS = 10 * 60_000;

interface ClaimDocument {
  /** The credential id. */
  readonly _id: string;
  readonly account: string;
  readonly at: Date;
  /** Until the account is known to list it. */
  readonly isPending?: true;
}

/** Keeps in MongoDB whose each passkey is. What an account lists counts: a claim that it does not list is void after a while. */
export function createPasskeyClaims(connection: Connection): PasskeyClaims {
  const claims = connection.collection<ClaimDocument>('passkeys');
  const users = connection.model('Account', accountSchema);

  async function isVoid({ _id, account, at, isPending }: ClaimDocument): Promise<boolean> {
    if (isPending && Date.now() - at.getTime() < CLAIM_MS) return false;
    return !(await users.exists({ _id: account, deletedAt: null, 'factors.passkeys.credential': _id }));
  }

  return {
    async createIndexes(): Promise<void> {
      await claims.createIndex({ account: 1 });
      await claims.createIndex({ isPending: 1, at: 1 });
    },

    async claim(credential: string, account: string): Promise<boolean> {
      const claim = { account, at: new Date(), isPending: true } as const;
      try {
        await claims.insertOne({ _id: credential, ...claim });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const found = await claims.findOne({ _id: credential });
      if (!found || !(await isVoid(found))) return false;
      const asFound = { _id: credential, account: found.account, at: found.at };
      return (await claims.updateOne(asFound, { $set: claim })).matchedCount === 1;
    },

    async settle(credential: string, account: string): Promise<void> {
      await claims.updateOne({ _id: credential, account }, { $unset: { isPending: '' } });
    },

    async find(credential: string): Promise<string | undefined> {
      return (await claims.findOne({ _id: credential }))?.account;
    },

    async release(credential: string, account: string): Promise<void> {
      await claims.deleteOne({ _id: credential, account });
    },

    async releaseAll(account: string): Promise<void> {
      await claims.deleteMany({ account });
    },

    async removeVoid(): Promise<void> {
      const before = new Date(Date.now() - CLAIM_MS);
      for await (const claim of claims.find({ isPending: true, at: { $lt: before } })) {
        const { _id, account, at } = claim;
        if (await isVoid(claim)) await claims.deleteOne({ _id, account, at });
        else await claims.updateOne({ _id, account, at }, { $unset: { isPending: '' } });
      }
    },
  };
}
