import type { Filled, ToldAsOf } from '../revocations/follow-feed';
import { isCurrent } from '../revocations/outage';
import { createRevocationList } from '../revocations/revocation-list';
import { createArrivals, type Mark } from './arrivals';
import type { FeedSource } from './feed-source';

/** A list that is filled from a feed, and from which the feed is served again. */
export interface Relay extends Filled {
  readonly source: FeedSource;
}

/** Beyond so many, the snapshot is cheaper: it is made once for all. */
const MAX_RESUMED = 10_000;

const POSITION = /^([0-9a-f]{16})\.(\d{1,15})$/;

/**
 * Makes an empty one (docs/feed.md, "Relays"). It has no clock of its own in what it tells: live as-ofs are told as they come,
 * and a follower that comes later is told what the newest one counts for here, which is never more. So an as-of that relays
 * tell each other, or one that starts again, ages as any other.
 */
export function createRelay(): Relay {
  let told: ToldAsOf | undefined;
  // What is over by one of the two clocks alone may matter to followers: as-ofs promise it to them.
  const list = createRevocationList(() => Math.min(Date.now(), told?.at ?? -Infinity));
  const arrivals = createArrivals(MAX_RESUMED);
  list.subscribe((revocation) => arrivals.add(revocation));
  const listeners = new Set<(at: number) => void>();
  const position = () => formatPosition(arrivals.now());

  return {
    list,
    asOf(newer) {
      told = newer;
      for (const listener of listeners) listener(newer.at);
    },
    source: {
      list,
      get window() {
        return told?.window;
      },
      asOf: () => told?.counted ?? 0,
      isCurrent: () => told !== undefined && isCurrent(told.counted),
      position,
      snapshotPosition: position,
      since(text) {
        const mark = parsePosition(text);
        return mark && arrivals.since(mark);
      },
      onAsOf(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** How much one process had learnt: no other process knows it. */
function formatPosition({ process, count }: Mark): string {
  return `${process}.${count}`;
}

/** @returns undefined for anything that is no position of a relay */
function parsePosition(text: string): Mark | undefined {
  const [, process, count] = POSITION.exec(text) ?? [];
  return process === undefined ? undefined : { process, count: Number(count) };
}
