import { describe, expect, it } from '@jest/globals';
import { formatPosition, parsePosition } from '../../src/revocations/position';

const ELECTION = '7fffffff000000000000002a';

describe('a position', () => {
  it.each([ELECTION, 'f'.repeat(32)])('is read as it was written: %s', (election) => {
    const position = { election, from: 1_795_000_000_123 };
    expect(formatPosition(position)).toBe(`${election}.1795000000123`);
    expect(parsePosition(formatPosition(position))).toEqual(position);
  });

  it('of a snapshot also tells how much its replica had learnt', () => {
    const position = { election: ELECTION, from: 1, mark: { process: '0123456789abcdef', count: 42 } };
    expect(formatPosition(position)).toBe(`${ELECTION}.1.0123456789abcdef.42`);
    expect(parsePosition(formatPosition(position))).toEqual(position);
  });

  it.each([
    '',
    '.',
    ELECTION,
    `${ELECTION}.`,
    `.1795000000123`,
    `${ELECTION}.-1`,
    `${ELECTION}.1e9`,
    `${ELECTION}.1.5`,
    `${ELECTION}.0x10`,
    `${ELECTION}.NaN`,
    `${ELECTION}.1234567890123456`,
    `${ELECTION}.1795000000123 `,
    `${ELECTION}.1795000000123, ${ELECTION}.1795000000123`,
    `${ELECTION.toUpperCase()}.1795000000123`,
    `${ELECTION.slice(1)}.1795000000123`,
    `${ELECTION}0.1795000000123`,
    `${ELECTION}.1.0123456789abcdef`,
    `${ELECTION}.1.0123456789abcde.42`,
    `${ELECTION}.1.0123456789abcdef.`,
    `${ELECTION}.1.0123456789abcdef.1234567890123456`,
    `${ELECTION}.1.0123456789abcdef.42.1`,
    `${'0'.repeat(16_000)}.1`,
    `${ELECTION}.${'1'.repeat(16_000)}`,
  ])('is not %j', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
