import { RateLimiterMongo } from 'rate-limiter-flexible';
import type { Connection } from '../database';

const COLLECTION = 'limits';

/** So many points in so long, for each key. */
export interface Limit {
  readonly name: string;
  readonly points: number;
  /** ms */
  readonly duration: number;
  /** Remember in this process who is over the limit, so that a flood does not reach MongoDB. */
  readonly rememberBlocked?: boolean;
}

/** The only place that knows how limits are counted: in MongoDB, so that replicas share them. */
export function createLimitsStore(connection: Connection) {
  return {
    async createIndexes(): Promise<void> {
      await connection.collection(COLLECTION).createIndex({ key: 1 }, { unique: true });
    },

    counter({ name, points, duration, rememberBlocked = false }: Limit) {
      return new RateLimiterMongo({
        storeClient: connection,
        tableName: COLLECTION,
        keyPrefix: name,
        points,
        duration: duration / 1000,
        disableIndexesCreation: true,
        ...(rememberBlocked && { inMemoryBlockOnConsumed: points + 1 }),
      });
    },

    /** Removes the counters whose time is over. */
    async removeExpired(): Promise<void> {
      await connection.collection(COLLECTION).deleteMany({ expire: { $lte: new Date() } });
    },
  };
}

export type LimitsStore = ReturnType<typeof createLimitsStore>;
