import { describe, expect, it } from '@jest/globals';
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
