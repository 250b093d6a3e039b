import { beforeEach, describe, expect, it } from '@jest/globals';
import { createOutageLog, type OutageLog } from '../../src/server';

const fault = new Error('connect ECONNREFUSED');

let now: number;
let written: string[];
let outages: OutageLog;

beforeEach(() => {
  now = 1_000_000;
  written = [];
  const logger = {
    info: (message: string) => written.push(`info ${message}`),
    warn: ({ err }: { err?: Error }, message: string) => written.push(`warn ${message}: ${err?.message}`),
  };
  outages = createOutageLog(logger, 'MongoDB', () => now);
});

const AWAY = 'warn MongoDB cannot be used; trying again: connect ECONNREFUSED';
const BACK = 'info MongoDB can be used again';

/** Faults as many requests and retries notice them: 100 a second. */
function stayAway(ms: number): void {
  for (const end = now + ms; now < end; now += 10) outages.away(fault);
}

describe('what the log tells of a part that goes away', () => {
  it('is one line at the change, one a minute, and one when it is back', () => {
    outages.back();
    stayAway(59_000);
    expect(written).toEqual([AWAY]);
    stayAway(62_000);
    expect(written).toEqual([AWAY, AWAY, AWAY]);
    outages.back();
    outages.back();
    expect(written).toEqual([AWAY, AWAY, AWAY, BACK]);
  });

  it('is told anew when it goes away soon after it came back', () => {
    stayAway(10_000);
    outages.back();
    stayAway(1_000);
    expect(written).toEqual([AWAY, BACK, AWAY]);
  });

  it('is bounded for a part that comes and goes all the time', () => {
    for (let second = 0; second < 60; second++) {
      stayAway(500);
      outages.back();
      now += 500;
    }
    expect(written.length).toBeLessThanOrEqual(24);
    expect(written.filter((line) => line === AWAY).length).toBe(
      written.filter((line) => line === BACK).length,
    );
  });
});
