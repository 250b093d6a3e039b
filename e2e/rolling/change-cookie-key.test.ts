import { expect, it } from '@jest/globals';
import { changeCookieKey, COOKIE_KEY_CHANGES } from '../dist/rolling/change-cookie-key';

// Each takes a minute or two: the default run does the one that several replicas have to agree on first.
const changes = process.env.FULL ? COOKIE_KEY_CHANGES : (['introduce'] as const);

it.each(changes)(
  'to %s COOKIE_KEY refuses no request and logs nobody out',
  async (change) => {
    const { rows, faults, restarts, loggedOut } = await changeCookieKey(change, () => undefined);
    expect(faults).toEqual([]);
    expect({ restarts, loggedOut }).toEqual({ restarts: 12, loggedOut: 0 });
    for (const { requests } of Object.values(rows)) expect(requests).toBeGreaterThan(0);
  },
  480_000,
);
