import type { ServerResponse } from 'http';
import type { RevocationList } from '../revocations/revocation-list';
import { sharedEvent } from './feed-events';
import { createNews } from './news';

/** A stream that is told what is new from the moment that it was added. */
export interface Branch {
  /** Begins to tell: what was known before is told. */
  open(): void;
  /**
   * Tells until when the follower has everything, once it is told what is new until then.
   * @param event makes the event at that moment; it replaces one that was not told yet
   */
  tellAsOf(event: () => string): void;
  close(): void;
}

interface FanOutOptions {
  readonly list: Pick<RevocationList, 'subscribe'>;
  /** Resolves when a stream may be written to. */
  readonly pass: () => Promise<void>;
}

/**
 * Makes the function that adds a stream. What is new is made into bytes once for all, each stream is written to in its turn,
 * and one that is not read is not written to: it is behind, and holds no memory for that. One that is too far behind is
 * cut off, and comes back for the snapshot.
 */
export function createFanOut({ list, pass }: FanOutOptions): (res: ServerResponse) => Branch {
  const news = createNews();
  const wakes = new Set<() => void>();
  let isWaking = false;

  function wakeAll(): void {
    isWaking = false;
    for (const wake of wakes) wake();
  }

  list.subscribe((revocation) => {
    news.add(sharedEvent(revocation));
    if (!isWaking) setImmediate(wakeAll);
    isWaking = true;
  });

  return function addBranch(res) {
    let place = news.end;
    let dueAsOf: (() => string) | undefined;
    let isAwake = false;

    function wake(): void {
      if (isAwake || (place === news.end && !dueAsOf)) return;
      isAwake = true;
      void pass().then(write);
    }

    function write(): void {
      isAwake = false;
      // A stream that was ended is open until all of it is read.
      if (!wakes.has(wake) || res.writableEnded) return;
      if (res.writableNeedDrain) {
        isAwake = true;
        res.once('drain', write);
        return;
      }
      const chunk = place < news.end ? news.from(place) : undefined;
      if (place < news.end && !chunk) return void res.destroy();
      if (chunk) res.write(chunk.bytes);
      place = chunk?.end ?? place;
      if (place === news.end && dueAsOf) {
        res.write(dueAsOf());
        dueAsOf = undefined;
      }
      wake();
    }

    return {
      open() {
        wakes.add(wake);
        wake();
      },
      tellAsOf(event) {
        dueAsOf = event;
        if (wakes.has(wake)) wake();
      },
      close: () => void wakes.delete(wake),
    };
  };
}
