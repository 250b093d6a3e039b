import { jest } from '@jest/globals';

/** All that Jest can fake but Date: sockets and servers need the real ones. */
const REAL = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
] as const;

/** Stops the date at an instant; every other clock goes on. Undo it with `jest.useRealTimers()`. */
export function stopDate(at: Date | string | number = '2030-01-01T12:00:00Z'): void {
  jest.useFakeTimers({ now: new Date(at), doNotFake: [...REAL] });
}

/** Moves the stopped date on. */
export function passSeconds(seconds: number): void {
  jest.setSystemTime(Date.now() + seconds * 1000);
}
