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
 * Makes the function that gives the snapshot. It gives the last one until 10 s after that was done, as long as a follower
 * can resume at its position. Else it makes a new one, and gives it to all who ask meanwhile: there are never two at a time.
 * If more than 10,000 revocations came while it was made, no follower can resume at it; it is not given again.
 */
export function createSnapshotCache(log: RevocationLog): () => Promise<Snapshot> {
  let made: { at: number; position: string | undefined; snapshot: Snapshot } | undefined;
  let making: Promise<Snapshot> | undefined;

  const isKept = () =>
    made !== undefined &&
    Math.abs(Date.now() - made.at) < MAX_AGE_MS &&
    (made.position === undefined ? log.position() === undefined : log.since(made.position) !== undefined);

  async function renew(): Promise<Snapshot> {
    const position = log.snapshotPosition();
    const snapshot = await make(log, position);
    made = { at: Date.now(), position, snapshot };
    return snapshot;
  }

  return async function snapshot() {
    if (made && isKept()) return made.snapshot;
    making ??= renew().finally(() => (making = undefined));
    return making;
  };
}

async function make(log: RevocationLog, position: string | undefined): Promise<Snapshot> {
  const parts: Buffer[] = [];
  // Readable.from reads ahead: one batch, since each takes a while.
  const lines = Readable.from(linesOf(log, position), { highWaterMark: 1 });
  await pipeline(lines, createGzip(), async (compressed: AsyncIterable<Buffer>) => {
    for await (const part of compressed) parts.push(part);
  });
  return { gzip: Buffer.concat(parts) };
}

/** The head, which is read before the entries: what comes meanwhile is after its position. Then those, then their number. */
function linesOf(log: RevocationLog, position: string | undefined): Iterable<string> {
  const head = line({ asOf: log.asOf(), window: log.window, position });
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
