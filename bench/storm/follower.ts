import { findAsOf } from '../followers/as-of.js';
import { openRaw, type RawConnection } from '../followers/raw-connection.js';
import { SILENCE_MS } from '../followers/sse-follower.js';
import { askSnapshot, askStream, type Answers } from './requests.js';
import type { Tally } from './tally.js';
import type { Way } from './ways.js';

/** How a follower comes back. */
export interface Return {
  readonly port: number;
  readonly way: Way;
  /** Where it stood; needed to resume. */
  readonly position: string | undefined;
  /** Whether it waits before its first attempt, as one does that has lost its connection. */
  readonly waits: boolean;
  /** Whether it starts, so that its list was never complete. */
  readonly isNew: boolean;
}

const MAX_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 2000;

/**
 * One raw follower in a storm. It keeps to docs/feed.md, "Keeping connected", until it is current.
 * @returns a function that ends it
 */
export function returnInStorm(order: Return, tally: Tally): () => void {
  let { position, way, isNew } = order;
  let failures = 0;
  let isOver = false;
  let told: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let connection: RawConnection | undefined;

  function attempt(): void {
    told = undefined;
    const over = () => (isOver ? undefined : waitForNext());
    const opened = openRaw(order.port, { counted: (bytes) => tally.counted(bytes), over }, SILENCE_MS);
    connection = opened;
    const isHeld = way === 'resume';
    if (way === 'snapshot') askSnapshot(opened, answersOn(opened, isHeld));
    else askStream(opened, isHeld ? position : undefined, answersOn(opened, isHeld));
  }

  function waitForNext(): void {
    const jitter = Math.random() * Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    timer = setTimeout(attempt, told === undefined ? jitter : told * 1000 * (1 + Math.random()));
    if (!isNew || failures === 0) failures += 1;
  }

  /** @param isHeld whether the attempt resumes at a position that was held before it */
  const answersOn = (opened: RawConnection, isHeld: boolean): Answers => ({
    answered(request, { status, retryAfter }) {
      tally.answered(request, status);
      if (status === 503) told = retryAfter;
    },
    snapshot(found) {
      [position, way, isNew] = [found, found === undefined ? 'snapshot' : 'resume', false];
      askStream(opened, position, answersOn(opened, false));
    },
    refused(status) {
      const isUnknown = way === 'resume' && (status === 409 || status === 400);
      if (isUnknown) [position, way] = [undefined, 'snapshot'];
      // A source that does not know its own snapshot's position has to be waited for like any other that fails.
      if (isUnknown && isHeld) askSnapshot(opened, answersOn(opened, false));
      else opened.close();
    },
    piece(bytes) {
      if (isOver || !findAsOf(bytes)) return;
      isOver = true;
      tally.current();
    },
  });

  if (order.waits) waitForNext();
  else attempt();
  return () => {
    isOver = true;
    clearTimeout(timer);
    connection?.close();
  };
}
