import type { IncomingMessage, ServerResponse } from 'http';
import { Readable } from 'stream';
import { pipeline } from 'stream/promises';
import { createGunzip } from 'zlib';
import type { FairPlaces } from '../server/fair-places';
import { acceptsGzip } from './accepts-gzip';
import type { FeedSource } from './feed-source';
import { comeBack, requireCurrent } from './require-current';
import { createSnapshotCache } from './snapshot-cache';

/** A reader that takes longer keeps a place from others. */
const MAX_DURATION_MS = 60_000;

/**
 * GET /revocations/snapshot on the internal port: JSON lines. First `{asOf, window, position}`, in ms; without `position`
 * where followers cannot resume. Then `{key, until}` of each entry, and `{end}` with their number.
 * 503 `unavailable` with Retry-After while this replica is not current, or when all places are taken.
 * @param places of those who are answered
 * @returns a listener whose promise rejects with the errors to be answered; in Express 5 it is a route
 */
export function revocationSnapshot(source: FeedSource, places: FairPlaces<ServerResponse>) {
  const snapshot = createSnapshotCache(source);
  return async function revocationSnapshot(req: IncomingMessage, res: ServerResponse): Promise<void> {
    requireCurrent(source);
    const isGzip = acceptsGzip(req.headers['accept-encoding']?.toString());
    // Only with the body: a problem is not compressed.
    const setCoding = () => isGzip && res.setHeader('Content-Encoding', 'gzip');
    res.setHeader('Content-Type', 'application/x-ndjson');
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Vary', 'Accept-Encoding');
    if (req.method === 'HEAD') {
      setCoding();
      return void res.end();
    }
    const giveBack = places.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw comeBack('Too many services take the snapshot. Try again shortly.');
    const limit = setTimeout(() => res.destroy(), MAX_DURATION_MS);
    res.once('close', () => {
      clearTimeout(limit);
      giveBack();
    });
    const { gzip } = await snapshot();
    setCoding();
    if (isGzip) return void res.setHeader('Content-Length', gzip.length).end(gzip);
    // A reader that goes away ends it.
    await pipeline(Readable.from([gzip]), createGunzip(), res).catch(() => undefined);
  };
}
