import { jest } from '@jest/globals';

/** What sockets and time limits need. */
const ALWAYS_REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setTimeout',
  'clearTimeout',
] as const;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Stops the clock of this process until `restartClock`; only `pass` moves it. */
export function stopClock(): { pass(ms: number): void } {
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...ALWAYS_REAL, 'setInterval', 'clearInterval'] });
  return { pass: (ms) => void jest.setSystemTime(Date.now() + ms) };
}

/** Stops intervals until `restartClock`; `jest.advanceTimersByTime` moves them on, and the clock goes on. */
export function stopIntervals(): void {
  jest.useFakeTimers({ doNotFake: [...ALWAYS_REAL, 'Date'] });
}

/** Stops timeouts until `restartClock`, so that nothing which is put off comes in between; the clock goes on. */
export function stopTimeouts(): void {
  const real = ALWAYS_REAL.filter((name) => name !== 'setTimeout' && name !== 'clearTimeout');
  jest.useFakeTimers({ doNotFake: [...real, 'Date', 'setInterval', 'clearInterval'] });
}

export function restartClock(): void {
  jest.useRealTimers();
}
