import { describe, expect, it } from '@jest/globals';
import { revocationWindow } from '../../src/config/lifetimes';
import { faultsOf, read, REQUIRED } from '../support/config';

describe('lives that contradict each other', () => {
  it.each([
    ['ACCESS_TTL', { ACCESS_TTL: '2h', SESSION_IDLE: '1h' }, /longer than SESSION_IDLE/],
    ['ACCESS_TTL', { ACCESS_TTL: '2h', SESSION_MAX: '1h' }, /longer than SESSION_MAX/],
    ['SESSION_IDLE', { SESSION_IDLE: '2d', SESSION_MAX: '1d' }, /longer than SESSION_MAX/],
  ])('%s is refused in %j', (name, env, message) => {
    expect(faultsOf({ ...REQUIRED, ...env })).toEqual([expect.stringMatching(message)]);
    expect(faultsOf({ ...REQUIRED, ...env })[0]).toMatch(new RegExp(`^${name} must not be `));
  });

  it('are not those of a default: a short SESSION_MAX alone ends idle sessions earlier, too', () => {
    expect(read({ SESSION_MAX: '3d' }).SESSION_MAX).toBe(3 * 86_400_000);
  });
});

describe('REVOCATION_WINDOW', () => {
  it('is a minute longer than ACCESS_TTL unless it is set', () => {
    expect(revocationWindow(read({ ACCESS_TTL: '10m' }))).toBe(11 * 60_000);
    expect(revocationWindow(read({ ACCESS_TTL: '10m', REVOCATION_WINDOW: '2h' }))).toBe(120 * 60_000);
    expect(revocationWindow(read({ ACCESS_TTL: '24h', REVOCATION_WINDOW: '48h' }))).toBe(48 * 3_600_000);
  });

  it.each([
    [{ ACCESS_TTL: '15m', REVOCATION_WINDOW: '959s' }],
    [{ ACCESS_TTL: '24h', REVOCATION_WINDOW: '24h' }],
    [{ REVOCATION_WINDOW: '15m' }],
  ])('is refused where a token would outlive its revocation: %j', (env) => {
    expect(faultsOf({ ...REQUIRED, ...env })).toEqual([
      'REVOCATION_WINDOW must be at least a minute longer than ACCESS_TTL, or a token outlives its revocation',
    ]);
    expect(read({ ACCESS_TTL: '15m', REVOCATION_WINDOW: '960s' }).REVOCATION_WINDOW).toBe(960_000);
  });

  it.each(['60s', '48h1s', '49h', '0', 'x'])('is refused as %s', (text) => {
    expect(faultsOf({ ...REQUIRED, ACCESS_TTL: '1s', REVOCATION_WINDOW: text })).toHaveLength(1);
  });
});
