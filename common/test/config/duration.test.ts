import { describe, expect, it } from '@jest/globals';
import { durationBetween, parseDuration } from '../../src/config/duration';

describe('a duration', () => {
  it.each([
    ['1ms', 1],
    ['250ms', 250],
    ['30s', 30_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    [' 7d ', 604_800_000],
  ])('is read: %j', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '15',
    'm',
    '0s',
    '-1s',
    '+1s',
    '1.5h',
    '1e3s',
    '15 m',
    '15M',
    '1w',
    '15m30s',
    '01s',
    'Infinitys',
  ])('is refused: %j', (text) => {
    expect(() => parseDuration(text)).toThrow('must be a duration such as 30s, 15m or 7d');
  });

  it('is taken up to its bounds, and refused beyond them', () => {
    const read = durationBetween('1s', '24h');
    expect(['1s', '1000ms', '24h', '1d'].map(read)).toEqual([1000, 1000, 86_400_000, 86_400_000]);
    for (const text of ['999ms', '86401s', '9999999d'])
      expect(() => read(text)).toThrow('must be from 1s to 24h');
    expect(() => read('15')).toThrow('must be a duration such as');
  });
});
