import { pipeline } from 'node:stream/promises';
import { HEARTBEAT_MS, type Revocation } from '@latchkey/common/protocol';
import type { Request, RequestHandler, Response } from 'express';
import { PositionUnknownError } from '../../errors/feed-errors';
import type { RevocationLog } from '../../revocations/revocation-log';
import { createFanOut } from './fan-out';
import { asOfEvent, inBatches, revokedEvent, sharedEvent } from './feed-events';
import type { Followers } from '../../revocations/followers';
import { comeBack, requireCurrent } from './require-current';
import { createTurnstile } from './turnstile';
import { watchStalling } from './watch-stalling';

export type { Followers };

/** Streams that are told what is new in one turn of the event loop, and those that are told what is known. */
const TOLD_A_TURN = { new: 100, known: 20 };

/**
 * GET /revocations on the internal port: Server-Sent Events (WHATWG HTML, section 9.2). First `revoked` for all that is
 * known; with `Last-Event-ID`, for what was revoked since that position. Then `as-of`, which has the position, each entry
 * as it comes, and `as-of` every 5 s. 409 `position_unknown` when the position cannot be resumed here: take the snapshot.
 * 503 `unavailable` with Retry-After while this replica is not current, or when all places are taken.
 * @param followers the places of those who follow
 */
export function revocations(log: RevocationLog, followers: Followers): RequestHandler {
  const passToKnown = createTurnstile(TOLD_A_TURN.known);
  const addBranch = createFanOut({
    list: log.list,
    asOfEvent: () => asOfEvent(log),
    pass: createTurnstile(TOLD_A_TURN.new),
  });
  return async function revocations(req, res) {
    requireCurrent(log);
    const known = knownBy(log, req);
    if (req.method === 'HEAD') return void startStream(res).end(); // Express sends it here, too.
    const giveBack = followers.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw comeBack('Too many services follow this replica. Try again later.');
    res.once('close', giveBack);
    startStream(res).flushHeaders();

    // In the same turn as `known`, so that nothing is between the two.
    const branch = addBranch(res);
    const isStalled = watchStalling(res);
    const heartbeat = setInterval(() => (isStalled() ? res.destroy() : branch.tellAsOf()), HEARTBEAT_MS);
    res.once('close', () => {
      clearInterval(heartbeat);
      branch.close();
    });
    try {
      await pipeline(inTurns(known, passToKnown), res, { end: false });
    } catch {
      // The reader went away, or was sent away.
      return;
    }
    branch.tellAsOf();
    branch.open();
  };
}

/** The events of what a follower does not know yet. */
function knownBy(log: RevocationLog, req: Request): Iterable<string> {
  const position = req.get('last-event-id') ?? '';
  if (position === '') return inBatches(log.list.entries(), revokedEvent);
  const entries: Iterable<Revocation> | undefined = log.since(position);
  if (!entries) throw new PositionUnknownError();
  return inBatches(entries, sharedEvent);
}

function startStream(res: Response): Response {
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
