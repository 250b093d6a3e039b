import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../src/config/duration';

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
});
