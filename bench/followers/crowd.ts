import { setTimeout as sleep } from 'node:timers/promises';
import { workForParent } from '../lib/worker.js';
import { now } from '../revocation/clock.js';
import { followNats } from './nats-follower.js';
import { followSse, type RawFollower, type RawSink } from './sse-follower.js';

/** What a crowd is told to do, one after the other. */
export type CrowdOrder =
  | { readonly kind: 'follow'; readonly feeds: readonly string[]; readonly count: number }
  | { readonly kind: 'watch'; readonly text: string }
  | { readonly kind: 'seen' | 'bytes' | 'leave' };

/** When each follower saw the text, in ms on the machine's clock, and what all have received so far. */
export interface CrowdAnswer {
  readonly times: readonly number[];
  readonly bytes: number;
}

const AT_ONCE = 100;
const TIMEOUT_MS = 20_000;

let followers: RawFollower[] = [];
let bytes = 0;
let text: string | undefined;
let seen: (number | undefined)[] = [];
let missing = 0;
let fault: string | undefined;

/** Follows a feed with many raw connections, that count bytes and look for two texts: as-of, and the one to watch for. */
workForParent(async (order: CrowdOrder): Promise<CrowdAnswer> => {
  switch (order.kind) {
    case 'follow':
      await follow(order.feeds, order.count);
      break;
    case 'watch':
      [text, seen, missing] = [order.text, followers.map(() => undefined), followers.length];
      break;
    case 'seen':
      await until(() => missing === 0, 'have not seen the ban');
      break;
    case 'bytes':
      break;
    case 'leave':
      for (const follower of followers) follower.close();
      followers = [];
  }
  return { times: order.kind === 'seen' ? seen.map((time) => time!) : [], bytes };
});

async function follow(feeds: readonly string[], count: number): Promise<void> {
  let current = 0;
  for (let index = 0; index < count; index++) {
    let isCurrent = false;
    const sink: RawSink = {
      counted: (length) => (bytes += length),
      piece(piece) {
        if (text !== undefined && seen[index] === undefined && piece.includes(text)) note(index);
        if (isCurrent || !piece.includes('as-of')) return;
        isCurrent = true;
        current += 1;
      },
      over: (why) => (fault = why),
    };
    followers.push(open(new URL(feeds[index % feeds.length]!), sink));
    // The queue of a listening socket has few places.
    if ((index + 1) % AT_ONCE === 0) await sleep(20);
  }
  await until(() => current === count, 'have not seen an as-of');
}

function open(feed: URL, sink: RawSink): RawFollower {
  return feed.protocol === 'nats:' ? followNats(feed, sink) : followSse(Number(feed.port), sink);
}

function note(index: number): void {
  seen[index] = now();
  missing -= 1;
}

async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  for (const last = now() + TIMEOUT_MS; !isSo(); await sleep(2)) {
    if (fault !== undefined) throw new Error(fault);
    if (now() > last) throw new Error(`${followers.length} followers or some of them ${otherwise}`);
  }
}
