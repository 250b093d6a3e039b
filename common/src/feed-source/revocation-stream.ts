import type { IncomingMessage, ServerResponse } from 'http';
import { pipeline } from 'stream/promises';
import { HEARTBEAT_MS } from '../revocations/feeds/feed';
import { createFanOut, type Branch } from './fan-out';
import { asOfEvent, inBatches, revokedEvent, sharedEvent } from './feed-events';
import type { FeedSource } from './feed-source';
import type { Followers } from './followers';
import { comeBack, requireCurrent } from './require-current';
import { createTurnstile } from './turnstile';
import { UnknownPositionError } from './unknown-position-error';
import { watchStalling } from './watch-stalling';

/** Streams that are told what is new in one turn of the event loop, and those that are told what is known. */
const TOLD_A_TURN = { new: 100, known: 20 };

/**
 * GET /revocations on the internal port: Server-Sent Events (WHATWG HTML, section 9.2). First `revoked` for all that is
 * known; with `Last-Event-ID`, for what was revoked since that position. Then `as-of`, which has the position, each entry
 * as it comes, and `as-of` every 5 s or as the source is told it. 409 `position_unknown` when the position cannot be resumed here: take the snapshot.
 * 503 `unavailable` with Retry-After while this replica is not current, or when all places are taken.
 * @param followers the places of those who follow
 * @returns a listener whose promise rejects with the errors to be answered; in Express 5 it is a route
 */
export function revocationStream(source: FeedSource, followers: Followers) {
  const passToKnown = createTurnstile(TOLD_A_TURN.known);
  const addBranch = createFanOut({ list: source.list, pass: createTurnstile(TOLD_A_TURN.new) });
  return async function revocationStream(req: IncomingMessage, res: ServerResponse): Promise<void> {
    requireCurrent(source);
    const known = knownBy(source, req);
    if (req.method === 'HEAD') return void startStream(res).end(); // Express sends it here, too.
    const giveBack = followers.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw comeBack('Too many services follow this replica. Try again later.');
    res.once('close', giveBack);
    startStream(res).flushHeaders();

    // In the same turn as `known`, so that nothing is between the two.
    const branch = addBranch(res);
    tellAsOfs(source, branch, res);
    try {
      await pipeline(inTurns(known, passToKnown), res, { end: false });
    } catch {
      // The reader went away, or was sent away.
      return;
    }
    branch.tellAsOf(() => asOfEvent(source));
    branch.open();
  };
}

/** Has a stream tell as-ofs until it is closed, and closes one that is not read. */
function tellAsOfs(source: FeedSource, branch: Branch, res: ServerResponse): void {
  const isStalled = watchStalling(res);
  const stop = source.onAsOf?.((at) => branch.tellAsOf(() => asOfEvent(source, at)));
  const heartbeat = setInterval(() => {
    if (isStalled()) res.destroy();
    else if (!source.onAsOf) branch.tellAsOf(() => asOfEvent(source));
  }, HEARTBEAT_MS);
  res.once('close', () => {
    clearInterval(heartbeat);
    stop?.();
    branch.close();
  });
}

/** The events of what a follower does not know yet. */
function knownBy(source: FeedSource, { headers }: IncomingMessage): Iterable<string> {
  const position = headers['last-event-id']?.toString() ?? '';
  if (position === '') return inBatches(source.list.entries(), revokedEvent);
  const entries = source.since(position);
  if (!entries) throw new UnknownPositionError();
  return inBatches(entries, sharedEvent);
}

function startStream(res: ServerResponse): ServerResponse {
  return res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
}

/** What the system takes at once would otherwise all be written in one turn. */
async function* inTurns(texts: Iterable<string>, pass: () => Promise<void>): AsyncIterable<string> {
  for (const text of texts) {
    await pass();
    yield text;
  }
}
