import { Readable } from 'stream';
import { pipeline } from 'stream/promises';
import { createGzip } from 'zlib';
import { keyOf } from '../revocations/revocation';
import type { FeedSource } from './feed-source';

/** A snapshot of the list: JSON lines, compressed. */
export interface Snapshot {
  readonly gzip: Buffer;
}

const MAX_AGE_MS = 10_000;
/** Entries that are written in one turn: a fraction of a millisecond. */
const BATCH = 500;

/**
 * Makes the function that gives the snapshot. It gives the last one until 10 s after that was done, as long as a follower
 * can resume at its position. Else it makes a new one, and gives it to all who ask meanwhile: there are never two at a time.
 * If more than 10,000 revocations came while it was made, no follower can resume at it; it is not given again.
 */
export function createSnapshotCache(source: FeedSource): () => Promise<Snapshot> {
  let made: { at: number; position: string | undefined; snapshot: Snapshot } | undefined;
  let making: Promise<Snapshot> | undefined;

  const isKept = () =>
    made !== undefined &&
    Math.abs(Date.now() - made.at) < MAX_AGE_MS &&
    (made.position === undefined
      ? source.position() === undefined
      : source.since(made.position) !== undefined);

  async function renew(): Promise<Snapshot> {
    const position = source.snapshotPosition();
    const snapshot = await make(source, position);
    made = { at: Date.now(), position, snapshot };
    return snapshot;
  }

  return async function snapshot() {
    if (made && isKept()) return made.snapshot;
    making ??= renew().finally(() => (making = undefined));
    return making;
  };
}

async function make(source: FeedSource, position: string | undefined): Promise<Snapshot> {
  const parts: Buffer[] = [];
  // Readable.from reads ahead: one batch, since each takes a while.
  const lines = Readable.from(linesOf(source, position), { highWaterMark: 1 });
  await pipeline(lines, createGzip(), async (compressed: AsyncIterable<Buffer>) => {
    for await (const part of compressed) parts.push(part);
  });
  return { gzip: Buffer.concat(parts) };
}

/** The head, which is read before the entries: what comes meanwhile is after its position. Then those, then their number. */
function linesOf(source: FeedSource, position: string | undefined): Iterable<string> {
  const head = line({ asOf: source.asOf(), window: source.window, position });
  return entryLines(head, source);
}

function* entryLines(head: string, source: FeedSource): Iterable<string> {
  let text = head;
  let count = 0;
  for (const entry of source.list.entries()) {
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
