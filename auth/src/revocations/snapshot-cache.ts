import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { keyOf } from '@latchkey/common/protocol';
import type { RevocationLog } from './revocation-log';

/** A snapshot of the list: JSON lines, compressed. */
export interface Snapshot {
  readonly gzip: Buffer;
}

const MAX_AGE_MS = 10_000;
/** Entries that are written in one turn: a fraction of a millisecond. */
const BATCH = 500;

/**
 * Makes the function that gives the snapshot: the one that is being made or was made in the last 10 s, as long as a
 * follower can resume at its position, else a new one.
 */
export function createSnapshotCache(log: RevocationLog): () => Promise<Snapshot> {
  let made: { at: number; position: string | undefined; snapshot: Promise<Snapshot> } | undefined;

  const isKept = () =>
    made !== undefined &&
    Math.abs(Date.now() - made.at) < MAX_AGE_MS &&
    (made.position === undefined ? log.position() === undefined : log.since(made.position) !== undefined);

  return function snapshot() {
    if (made && isKept()) return made.snapshot;
    const making = { at: Date.now(), position: log.snapshotPosition(), snapshot: make(log) };
    made = making;
    making.snapshot.catch(() => {
      if (made === making) made = undefined;
    });
    return making.snapshot;
  };
}

async function make(log: RevocationLog): Promise<Snapshot> {
  const parts: Buffer[] = [];
  // Readable.from reads ahead: one batch, since each takes a while.
  const lines = Readable.from(linesOf(log), { highWaterMark: 1 });
  await pipeline(lines, createGzip(), async (compressed: AsyncIterable<Buffer>) => {
    for await (const part of compressed) parts.push(part);
  });
  return { gzip: Buffer.concat(parts) };
}

/** The head, which is read before the entries: what comes meanwhile is after its position. Then those, then their number. */
function linesOf(log: RevocationLog): Iterable<string> {
  const head = line({ asOf: log.asOf(), window: log.window, position: log.snapshotPosition() });
  return entryLines(head, log);
}

function* entryLines(head: string, log: RevocationLog): Iterable<string> {
  let text = head;
  let count = 0;
  for (const entry of log.list.entries()) {
    text += line({ key: keyOf(entry), until: entry.until });
    if (++count % BATCH !== 0) continue;
    yield text;
    text = '';
  }
  yield text + line({ end: count });
}

function line(data: object): string {
  return `${JSON.stringify(data)}\n`;
}
