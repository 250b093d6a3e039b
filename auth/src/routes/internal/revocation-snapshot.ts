import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FairPlaces } from '@latchkey/common/protocol';
import type { RequestHandler, Response } from 'express';
import type { RevocationLog } from '../../revocations/revocation-log';
import { createSnapshotCache } from '../../revocations/snapshot-cache';
import { comeBack, requireCurrent } from './require-current';

/** How many are answered at once; each takes a moment. */
export const MAX_SNAPSHOTS = 64;
/** A reader that takes longer keeps a place from others. */
const MAX_DURATION_MS = 60_000;

/**
 * GET /revocations/snapshot on the internal port: JSON lines. First `{asOf, window, position}`, in ms; without `position`
 * where followers cannot resume. Then `{key, until}` of each entry, and `{end}` with their number.
 * 503 `unavailable` with Retry-After while this replica is not current, or when all places are taken.
 * @param places of those who are answered
 */
export function revocationSnapshot(log: RevocationLog, places: FairPlaces<Response>): RequestHandler {
  const snapshot = createSnapshotCache(log);
  return async function revocationSnapshot(req, res) {
    requireCurrent(log);
    const isGzip = req.acceptsEncodings('gzip', 'identity') === 'gzip';
    // Only with the body: a problem is not compressed.
    const coding = isGzip ? { 'Content-Encoding': 'gzip' } : {};
    res.set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' });
    if (req.method === 'HEAD') return void res.set(coding).end(); // Express sends it here, too.
    const giveBack = places.take(req.socket.remoteAddress ?? '', res);
    if (!giveBack) throw comeBack('Too many services take the snapshot. Try again shortly.');
    const limit = setTimeout(() => res.destroy(), MAX_DURATION_MS);
    res.once('close', () => {
      clearTimeout(limit);
      giveBack();
    });
    const { gzip } = await snapshot();
    res.set(coding);
    if (isGzip) return void res.set('Content-Length', String(gzip.length)).end(gzip);
    // A reader that goes away ends it.
    await pipeline(Readable.from([gzip]), createGunzip(), res).catch(() => undefined);
  };
}
