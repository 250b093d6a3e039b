import { expect } from '@jest/globals';

type Line = Record<string, unknown>;

/** The events that some work leads to, without what every line has. */
export async function eventsIn(lines: readonly Line[], work: () => Promise<unknown>): Promise<Line[]> {
  const from = lines.length;
  await work();
  return lines
    .slice(from)
    .filter(({ event }) => event !== undefined)
    .map(({ level, time, pid, hostname, msg, reqId, ...event }) => {
      expect([typeof level, typeof time, typeof pid, typeof hostname]).toEqual([
        'number',
        'number',
        'number',
        'string',
      ]);
      expect(msg).toBe('authentication event');
      if (event.event !== 'token_reused') expect(reqId).toMatch(/^[\w-]{1,64}$/);
      return event;
    });
}
