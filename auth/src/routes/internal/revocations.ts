import { pipeline } from 'node:stream/promises';
import { UnavailableError } from '@latchkey/common';
import { HEARTBEAT_MS, keyOf, type FairPlaces, type Revocation } from '@latchkey/common/protocol';
import type { RequestHandler, Response } from 'express';
import type { RevocationLog } from '../../revocations/revocation-log';

const BATCH = 500;
/** A reader that is behind by so many bytes is cut off; it comes back for the snapshot. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** So is one that reads nothing for so many heartbeats: to it, that is an outage anyway. */
const MAX_STALLED_HEARTBEATS = 3;

/**
 * GET /revocations on the internal port: Server-Sent Events (WHATWG HTML, section 9.2). `revoked` for all that is known,
 * then `as-of`, then each as it comes, and `as-of` every 5 s.
 * @param followers the places of those who follow; 503 `unavailable` with Retry-After when they are taken
 */
export function revocations(log: RevocationLog, followers: FairPlaces<Response>): RequestHandler {
  return async function revocations(req, res) {
    const giveBack =
      // Express sends HEAD here, too.
      req.method === 'HEAD' ? () => undefined : followers.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw new UnavailableError('Too many services follow this replica. Try again later.', 5);
    res.once('close', giveBack);
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    if (req.method === 'HEAD') return void res.end();
    res.flushHeaders();

    const unsubscribe = log.list.subscribe((revocation) => send(res, revoked(revocation)));
    res.once('close', unsubscribe);
    let isSnapshotSent = false;
    const tellAsOf = () => {
      const at = log.asOf();
      // Before MongoDB was read for the first time the snapshot is not one.
      if (at > 0) send(res, event('as-of', { at }));
    };
    const isStalled = watchStalling(res);
    const heartbeat = setInterval(() => {
      if (isStalled()) res.destroy();
      else if (isSnapshotSent) tellAsOf();
    }, HEARTBEAT_MS);
    res.once('close', () => clearInterval(heartbeat));
    try {
      await pipeline(snapshot(log.list.entries()), res, { end: false });
    } catch {
      // The reader went away.
      return;
    }
    isSnapshotSent = true;
    tellAsOf();
  };
}

/**
 * Makes a function, to be called at each heartbeat, that tells whether a stream has not been read for too long, also in
 * the middle of the snapshot: what waits for it would fill the memory.
 */
function watchStalling(res: Response): () => boolean {
  let taken = 0;
  let stalled = 0;
  return () => {
    const now = (res.socket?.bytesWritten ?? 0) - (res.socket?.writableLength ?? 0);
    stalled = res.writableLength > 0 && now === taken ? stalled + 1 : 0;
    taken = now;
    return stalled >= MAX_STALLED_HEARTBEATS;
  };
}

function* snapshot(entries: Iterable<Revocation>): Iterable<string> {
  let batch = '';
  let size = 0;
  for (const entry of entries) {
    batch += revoked(entry);
    if (++size % BATCH !== 0) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

function send(res: Response, text: string): void {
  res.write(text);
  if (res.writableLength > MAX_UNREAD_BYTES) res.destroy();
}

function revoked(revocation: Revocation): string {
  return event('revoked', { key: keyOf(revocation), until: revocation.until });
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
