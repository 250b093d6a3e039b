import { pipeline } from 'node:stream/promises';
import { HEARTBEAT_MS, keyOf, type Revocation } from '@latchkey/common/protocol';
import type { RequestHandler, Response } from 'express';
import type { RevocationLog } from '../revocations/revocation-log';

const BATCH = 500;
/** A reader that is behind by so many bytes is cut off; it comes back for the snapshot. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

/**
 * GET /revocations on the internal port: Server-Sent Events (WHATWG HTML, section 9.2). `revoked` for all that is known,
 * then `as-of`, then each as it comes, and `as-of` every 5 s.
 */
export function revocations(log: RevocationLog): RequestHandler {
  return async function revocations(req, res) {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    // Express sends HEAD here, too.
    if (req.method === 'HEAD') return void res.end();
    res.flushHeaders();

    const unsubscribe = log.list.subscribe((revocation) => send(res, revoked(revocation)));
    res.once('close', unsubscribe);
    try {
      await pipeline(snapshot(log.list.entries()), res, { end: false });
    } catch {
      // The reader went away.
      return;
    }

    const tellAsOf = () => {
      const at = log.asOf();
      // Before MongoDB was read for the first time the snapshot is not one.
      if (at > 0) send(res, event('as-of', { at }));
    };
    tellAsOf();
    const heartbeat = setInterval(tellAsOf, HEARTBEAT_MS);
    res.once('close', () => clearInterval(heartbeat));
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
  if (res.writableLength > MOST_UNREAD_BYTES) res.destroy();
}

function revoked(revocation: Revocation): string {
  return event('revoked', { key: keyOf(revocation), until: revocation.until });
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
