import { isCurrent } from '@latchkey/common/protocol';
import type { Primary } from './ask-primary';
import type { RevocationSource, RevokedTokens } from './revocation-log';
import { createTurns } from './turns';

/** How far MongoDB was read. */
export interface Progress {
  /** Of the primary that was read; undefined where it cannot be known. */
  readonly election: string | undefined;
  /** Where the next read starts, in ms since 1970 by the primary's clock. */
  readonly next: number;
  /** The latest `next` of this election: the clock can be set back. */
  readonly latest: number;
  /** When the read began, in ms since 1970 by this clock. */
  readonly asOf: number;
}

export interface LogReader {
  /** As the last read left it that was without faults; undefined before the first. */
  readonly progress: () => Progress | undefined;
  /**
   * Reads what is new, or all that can still matter: always after a fault, an election, and 15 s without a read. Reads
   * take turns. One that elections come between again and again leaves the progress as it was.
   */
  readonly read: (sources: readonly RevocationSource[], isWhole: boolean) => Promise<void>;
}

interface LogReaderOptions {
  /** How long an entry lives, in ms. */
  readonly window: number;
  readonly askPrimary: () => Promise<Primary>;
  /** Takes what is found, also by a read that is not finished. */
  readonly record: (revoked: RevokedTokens) => void;
}

/** For clocks that differ. */
export const SLACK_MS = 60_000;
/** How long a write can stay unseen: it is stamped before a majority has it. */
const OVERLAP_MS = 30_000;
const MAX_ATTEMPTS = 3;

/** Makes what reads the documents. */
export function createLogReader({ window, askPrimary, record }: LogReaderOptions): LogReader {
  const inTurn = createTurns();
  let progress: Progress | undefined;
  let isWholeDue = true;

  /** @returns whether one and the same primary was read */
  async function readOnce(sources: readonly RevocationSource[], isWhole: boolean): Promise<boolean> {
    const asOf = Date.now();
    const isPartial = !isWhole && !isWholeDue;
    isWholeDue = true;
    const { election, now } = await askPrimary();
    // After a pause, a clock that was set back meanwhile may be beyond what it stamped then.
    const before = isPartial && progress && isCurrent(progress.asOf) ? progress : undefined;
    const next = now - OVERLAP_MS;
    // A clock that was set back, this one too, must not hide what is stamped by it.
    const start =
      before && before.election === election
        ? Math.min(next, before.next)
        : Math.min(now, asOf) - window - SLACK_MS;
    for (const source of sources) {
      for await (const revoked of source.revokedSince(new Date(start))) record(revoked);
    }
    if ((await askPrimary()).election !== election) return false;
    // Only now: had a source failed, what it did not tell would be passed over.
    const latest = progress?.election === election ? Math.max(next, progress?.latest ?? next) : next;
    progress = { election, next, latest, asOf };
    isWholeDue = false;
    return true;
  }

  return {
    progress: () => progress,
    read: (sources, isWhole) =>
      inTurn(async () => {
        for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) if (await readOnce(sources, isWhole)) return;
      }),
  };
}
