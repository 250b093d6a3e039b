import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@latchkey/common';
import { numbered } from './outbox-document';
import type { OutboxEntry } from './outbox-entry';

/** The part of an update that writes entries, and the condition on which their numbers are right. */
export interface OutboxWrite {
  readonly condition: object;
  readonly set: { readonly eventNumber: number; readonly outboxAt: Date };
  readonly push: { readonly outbox: { readonly $each: OutboxEntry[] } };
  readonly entries: readonly OutboxEntry[];
}

const MAX_TRIES = 50;
const MAX_WAIT_MS = 20;

/** A document on which a change can be made: its number as it was read, and the entries to write. */
export interface OutboxRead {
  readonly number: number | undefined;
  readonly entries: readonly OutboxEntry[];
}

/**
 * Writes numbered entries into a document. When only the number was in the way, since another event came first, it reads the
 * document again.
 * @param read reads the document, if the change can be made
 * @param write makes the change with the entries; null when its condition does not hold
 * @returns what `write` returns, or null when the change cannot be made
 * @throws UnavailableError (503) when other events keep coming first
 */
export async function writeEntries<T>(
  read: () => Promise<OutboxRead | null>,
  write: (outbox: OutboxWrite) => Promise<T | null>,
): Promise<T | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await read();
    if (!found) return null;
    const written = await write(outboxWrite(found.entries, found.number ?? 0));
    if (written !== null) return written;
    await sleep(Math.random() * MAX_WAIT_MS);
  }
  throw new UnavailableError('Others are changing the same account. Try again shortly.', 1);
}

function outboxWrite(entries: readonly OutboxEntry[], number: number): OutboxWrite {
  const all = numbered(entries, number);
  return {
    condition: { eventNumber: number === 0 ? { $in: [0, null] } : number },
    set: { eventNumber: number + all.length, outboxAt: new Date() },
    push: { outbox: { $each: all } },
    entries: all,
  };
}
