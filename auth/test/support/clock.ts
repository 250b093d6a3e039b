import { jest } from '@jest/globals';

/** Everything but Date, so that sockets and timeouts go on. */
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Stops the clock of this process until `restartClock`; only `pass` moves it. */
export function stopClock(): { pass(ms: number): void } {
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...REAL] });
  return { pass: (ms) => void jest.setSystemTime(Date.now() + ms) };
}

export function restartClock(): void {
  jest.useRealTimers();
}
