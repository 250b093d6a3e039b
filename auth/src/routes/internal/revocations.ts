import { pipeline } from 'node:stream/promises';
import { HEARTBEAT_MS, type Revocation } from '@latchkey/common/protocol';
import type { Request, RequestHandler, Response } from 'express';
import { PositionUnknownError } from '../../errors/feed-errors';
import type { RevocationLog } from '../../revocations/revocation-log';
import { createFanOut } from './fan-out';
import { asOfEvent, inBatches, revokedEvent, sharedEvent } from './feed-events';
import type { Followers } from '../../revocations/followers';
import { comeBack, requireCurrent } from './require-current';
import { watchStalling } from './watch-stalling';

export type { Followers };

/** A reader that is behind by so many bytes is cut off; it comes back for the snapshot. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/**
 * GET /revocations on the internal port: Server-Sent Events (WHATWG HTML, section 9.2). First `revoked` for all that is
 * known; with `Last-Event-ID`, for what was revoked since that position. Then `as-of`, which has the position, each entry
 * as it comes, and `as-of` every 5 s. 409 `position_unknown` when the position cannot be resumed here: take the snapshot.
 * 503 `unavailable` with Retry-After while this replica is not current, or when all places are taken.
 * @param followers the places of those who follow
 */
export function revocations(log: RevocationLog, followers: Followers): RequestHandler {
  const addBranch = createFanOut();
  return async function revocations(req, res) {
    requireCurrent(log);
    const known = knownBy(log, req);
    if (req.method === 'HEAD') return void startStream(res).end(); // Express sends it here, too.
    const giveBack = followers.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw comeBack('Too many services follow this replica. Try again later.');
    res.once('close', giveBack);
    startStream(res).flushHeaders();

    // In the same turn as `known`, so that nothing is between the two.
    const branch = addBranch((text) => send(res, text));
    const unsubscribe = log.list.subscribe((revocation) => branch.write(sharedEvent(revocation)));
    res.once('close', () => {
      unsubscribe();
      branch.close();
    });
    let isAllTold = false;
    const tellAsOf = () => {
      // It promises what waits.
      branch.flush();
      send(res, asOfEvent(log));
    };
    const isStalled = watchStalling(res);
    const heartbeat = setInterval(() => {
      if (isStalled()) res.destroy();
      else if (isAllTold) tellAsOf();
    }, HEARTBEAT_MS);
    res.once('close', () => clearInterval(heartbeat));
    try {
      await pipeline(known, res, { end: false });
    } catch {
      // The reader went away.
      return;
    }
    isAllTold = true;
    tellAsOf();
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

function send(res: Response, text: string): void {
  // A stream that was ended is open until all of it is read.
  if (res.writableEnded) return;
  res.write(text);
  if (res.writableLength > MAX_UNREAD_BYTES) res.destroy();
}
