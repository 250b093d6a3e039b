import { delayAfter, type Limit } from './limit';

/** One more of something that is limited. */
export interface Count {
  readonly limit: Limit;
  readonly key: string;
}

/** What is stored of a key. */
export interface LimitDocument {
  /** The limit's name and what is counted. */
  readonly key: string;
  readonly points: number;
  readonly expire: Date;
  /** Of a limit that delays: when the next one may come. */
  readonly next?: Date | null;
}

export const keyOf = ({ limit, key }: Count) => `${limit.name}:${key}`;
const endOf = ({ duration }: Limit) => new Date(Date.now() + duration);

/** Counts one more, where it fits. Where it does not, the upsert inserts a second document of the key, which is refused. */
export function oneMore(count: Count) {
  return {
    filter: { key: keyOf(count), points: { $lt: count.limit.count }, expire: { $gt: new Date() } },
    update: { $inc: { points: 1 }, $setOnInsert: { expire: endOf(count.limit) } },
    upsert: true,
  };
}

/** A count that begins again now. */
export function fromNow(limit: Limit, points: 0 | 1) {
  return { $set: { points, expire: endOf(limit) }, $unset: { next: '' as const } };
}

/**
 * How to count one more from what was stored: an update on the condition that it is stored still, how long to wait, or
 * undefined when it fits.
 */
export function stepFrom(stored: LimitDocument | null, limit: Limit) {
  const now = Date.now();
  if (!stored) return undefined;
  const { key, points, expire, next = null } = stored;
  const filter = { key, points, expire, next };
  if (expire.getTime() <= now) return { filter, update: fromNow(limit, 1) };
  if (points < limit.count) return undefined;
  const wait = (until: Date) => ({ waitMs: Math.min(until.getTime(), expire.getTime()) - now });
  if (!limit.delays) return wait(expire);
  if (next && next.getTime() > now) return wait(next);
  const delayed = new Date(now + delayAfter(points + 1 - limit.count));
  return { filter, update: { $inc: { points: 1 }, $set: { next: delayed } } };
}
