import type { Collection } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import { fromNow, keyOf, oneMore, stepFrom, type Count, type LimitDocument } from './counter';
import type { LimitsStore, Refusal, Settlement } from './storage';

type Limits = Collection<LimitDocument>;

const COLLECTION = 'limits';
const MAX_TRIES = 20;
const RETRY_MS = 1000;

/** Counts limits in MongoDB, so that replicas share them. */
export function createLimitsStore(connection: Connection): LimitsStore {
  const limits = connection.collection<LimitDocument>(COLLECTION);

  return {
    async createIndexes(): Promise<void> {
      await limits.createIndex({ key: 1 }, { unique: true });
    },

    async count(counts: readonly Count[]): Promise<Refusal | undefined> {
      let left = counts;
      while (left.length > 0) {
        const index = await countWhatFits(limits, left);
        if (index === undefined) return undefined;
        const waitMs = await countClosely(limits, left[index]!);
        if (waitMs !== undefined) return { count: left[index]!, waitMs };
        left = left.slice(index + 1);
      }
      return undefined;
    },

    async settle({ forget = [], takeBack = [] }: Settlement): Promise<void> {
      const updates = [
        ...forget.map((count) => ({ filter: { key: keyOf(count) }, update: fromNow(count.limit, 0) })),
        ...takeBack.map((count) => ({
          filter: { key: keyOf(count), points: { $gt: 0 } },
          update: { $inc: { points: -1 }, $unset: { next: '' as const } },
        })),
      ];
      if (updates.length > 0) await limits.bulkWrite(updates.map((updateOne) => ({ updateOne })));
    },

    async isUsedUp(count: Count): Promise<boolean> {
      const stored = await limits.findOne({ key: keyOf(count), expire: { $gt: new Date() } });
      return stored !== null && stored.points >= count.limit.count;
    },

    async remove(beginnings: readonly Count[]): Promise<void> {
      const ranges = beginnings.map(keyOf).map((key) => ({ key: { $gte: key, $lt: `${key}\uffff` } }));
      await limits.deleteMany({ $or: ranges });
    },

    async removeExpired(): Promise<void> {
      await limits.deleteMany({ expire: { $lte: new Date() } });
    },
  };
}

/** @returns the index of the first that does not fit into what is stored, or undefined when all were counted */
async function countWhatFits(limits: Limits, counts: readonly Count[]): Promise<number | undefined> {
  try {
    await limits.bulkWrite(counts.map((count) => ({ updateOne: oneMore(count) })));
    return undefined;
  } catch (error) {
    const index = indexOfDuplicate(error);
    if (index === undefined) throw error;
    return index;
  }
}

/** Counts what did not fit: its time may be over, or somebody else was faster. @returns ms to wait when it is too much */
async function countClosely(limits: Limits, count: Count): Promise<number | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await limits.findOne({ key: keyOf(count) });
    const step = stepFrom(stored, count.limit);
    if (step === undefined) {
      if ((await countWhatFits(limits, [count])) === undefined) return undefined;
    } else if ('waitMs' in step) {
      return step.waitMs;
    } else {
      const { modifiedCount } = await limits.updateOne(step.filter, step.update);
      if (modifiedCount === 1) return undefined;
    }
  }
  return RETRY_MS;
}

/** Which write of a bulk a unique index refused. */
function indexOfDuplicate(error: unknown): number | undefined {
  if (!isDuplicateKey(error)) return undefined;
  const { writeErrors } = error as { writeErrors?: { index: number } | readonly { index: number }[] };
  return [writeErrors ?? []].flat()[0]?.index;
}
