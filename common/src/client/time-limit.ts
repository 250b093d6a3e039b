import { LatchkeyError } from './latchkey-error';

export const DEFAULT_TIMEOUT_MS = 30_000;

/** What bounds a call: the signal of who made it, and a time. */
export interface TimeLimit {
  /** Aborted when either is over. */
  readonly signal: AbortSignal;
  /**
   * Settles as the work does, or when the call is over, whatever the work does with the signal.
   * @throws LatchkeyError `aborted` or `timeout`
   */
  readonly within: <T>(work: Promise<T>) => Promise<T>;
  /** Stops the clock; the caller's signal goes on counting, for a body that is still to be read. */
  readonly stopClock: () => void;
  /** Lets go of the caller's signal, too. */
  readonly end: () => void;
}

/**
 * @param caller the signal of who makes the call
 * @param ms how long the call may take
 */
export function startTimeLimit(caller: AbortSignal | null | undefined, ms: number): TimeLimit {
  const own = new AbortController();
  let giveUp: (error: LatchkeyError) => void;
  const over = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  // It may be over before anybody waits.
  over.catch(() => undefined);
  const stop = (error: LatchkeyError) => {
    giveUp(error);
    own.abort(error);
  };
  const onAbort = () => stop(stoppedError(caller?.reason));
  const timer = setTimeout(() => stop(timeoutError()), ms);
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });

  return {
    signal: own.signal,
    within: (work) => Promise.race([over, work]),
    stopClock: () => clearTimeout(timer),
    end() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}

/** Does work that settles within a signal and a time, whatever it does with the signal that it is given. */
export async function limited<T>(
  caller: AbortSignal | undefined,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = startTimeLimit(caller, ms);
  try {
    return await limit.within(work(limit.signal));
  } finally {
    limit.end();
  }
}

/** The error for what was thrown because somebody gave up; a signal of `AbortSignal.timeout` says so by its reason. */
export function stoppedError(reason: unknown): LatchkeyError {
  if (reason instanceof LatchkeyError) return reason;
  if (nameOf(reason) === 'TimeoutError') return timeoutError(reason);
  const message = 'The call was given up before it was answered.';
  return new LatchkeyError(0, 'aborted', [{ message }], { cause: reason });
}

/** Whether it is what `fetch` throws when its signal is aborted. It is told by its name: not every place has DOMException. */
export function isStop(error: unknown): boolean {
  return ['AbortError', 'TimeoutError'].includes(nameOf(error));
}

function timeoutError(cause?: unknown): LatchkeyError {
  const message = 'The service did not answer in time. Try again in a moment.';
  return new LatchkeyError(0, 'timeout', [{ message }], { cause });
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | null | undefined)?.name);
}
