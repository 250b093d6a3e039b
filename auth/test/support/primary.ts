import type { Primary } from '../../src/revocations/ask-primary';
import { createRevocationLog, type RevocationLog } from '../../src/revocations/revocation-log';

/** A primary of MongoDB that a test controls. */
export interface TestPrimary {
  readonly askPrimary: () => Promise<Primary>;
  /** Its clock, in ms since 1970. */
  now(): number;
  /** Another one takes over. @param ahead how far its clock is ahead of this one, in ms */
  elect(ahead?: number): void;
  /** Sets its clock. */
  setAhead(ahead: number): void;
  /** What stands in its place from now on, such as one that fails. */
  answer: (primary: Primary) => Promise<Primary>;
}

/** A window of the default ACCESS_TTL. */
export const WINDOW_MS = 16 * 60_000;

/** Makes one that was elected, and has the clock of this process. */
export function startPrimary(): TestPrimary {
  let [term, ahead] = [1, 0];
  const primary: TestPrimary = {
    askPrimary: () =>
      primary.answer({ election: `7fffffff${String(term).padStart(16, '0')}`, now: primary.now() }),
    now: () => Date.now() + ahead,
    elect(next = 0) {
      term += 1;
      ahead = next;
    },
    setAhead: (next) => void (ahead = next),
    answer: (each) => Promise.resolve(each),
  };
  return primary;
}

/** A log without a database, which a test fills. */
export function createTestLog(window = WINDOW_MS, { askPrimary } = startPrimary()): RevocationLog {
  return createRevocationLog({ window, askPrimary });
}
