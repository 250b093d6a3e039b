/** While a part stays away, a line as often as this. */
const REMIND_EVERY_MS = 60_000;
/** A part that comes and goes is logged no more often. */
const MIN_GAP_MS = 5_000;

/** Where an outage log writes: a logger of pino, or one like it. */
export interface OutageLogger {
  /** Writes that the part is back. */
  info(message: string): void;
  /** Writes that the part is away, with its error. */
  warn(fields: object, message: string): void;
}

/** Tells the log when a part goes away and comes back, however many requests and retries notice. */
export interface OutageLog {
  /** To be called with each fault of the part. */
  away(error: unknown): void;
  /** To be called whenever the part has answered. */
  back(): void;
}

/**
 * Makes an outage log: a line when the part goes away, one a minute while it is away, and one when it is back.
 * @example
 * ```ts
 * import { createOutageLog } from '@latchkey/common/server';
 *
 * const mongo = createOutageLog(logger, 'MongoDB');
 * mongo.away(new Error('connection refused'));
 * mongo.back();
 * ```
 * @param part its name in the log, such as `MongoDB`
 * @param now a clock in ms that never goes back
 */
export function createOutageLog(
  log: OutageLogger,
  part: string,
  now: () => number = () => performance.now(),
): OutageLog {
  let isAway = false;
  let isTold = false;
  let toldAt = -Infinity;

  return {
    away(error) {
      const pause = isAway && isTold ? REMIND_EVERY_MS : MIN_GAP_MS;
      isAway = true;
      if (now() - toldAt < pause) return;
      isTold = true;
      toldAt = now();
      log.warn({ err: error }, `${part} cannot be used; trying again`);
    },
    back() {
      if (isTold) log.info(`${part} can be used again`);
      isAway = isTold = false;
    },
  };
}
