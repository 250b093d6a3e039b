/** One of many streams that are written to in turn. */
export interface Branch {
  /** Writes a text after those before it, in one of the next turns of the event loop. */
  write(text: string): void;
  /** Writes now what waits. */
  flush(): void;
  /** Drops what waits. */
  close(): void;
}

/** Written to in one turn: a few milliseconds. */
const STREAMS_A_TURN = 100;

/**
 * Makes the function that adds a stream. To write to thousands at once would hold requests up for a tenth of a second.
 * What comes while a stream waits for its turn is written together.
 */
export function createFanOut(): (send: (text: string) => void) => Branch {
  const waiting = new Set<() => void>();
  let isScheduled = false;

  function schedule(): void {
    isScheduled = waiting.size > 0;
    if (isScheduled) setImmediate(takeTurn);
  }

  function takeTurn(): void {
    let left = STREAMS_A_TURN;
    for (const flush of waiting) {
      if (left-- === 0) break;
      flush();
    }
    schedule();
  }

  return function addBranch(send) {
    let waits = '';

    function flush(): void {
      const text = waits;
      waits = '';
      if (waiting.delete(flush)) send(text);
    }

    return {
      write(text) {
        waits += text;
        waiting.add(flush);
        if (!isScheduled) schedule();
      },
      flush,
      close() {
        waits = '';
        waiting.delete(flush);
      },
    };
  };
}
