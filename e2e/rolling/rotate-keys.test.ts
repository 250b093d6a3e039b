import { expect, it } from '@jest/globals';
import { NEW_KEYS, rotateKeys } from '../dist/rolling/rotate-keys';

// A rotation takes two minutes: the default run does the one with the most steps.
const newKeys = process.env.FULL ? NEW_KEYS : (['es256'] as const);

it.each(newKeys)(
  'a rotation to %s refuses no request and logs nobody out',
  async (newKey) => {
    const { rows, faults, restarts, loggedOut } = await rotateKeys(newKey, () => undefined);
    expect(faults).toEqual([]);
    expect({ restarts, loggedOut }).toEqual({ restarts: 18, loggedOut: 0 });
    for (const { requests } of Object.values(rows)) expect(requests).toBeGreaterThan(0);
  },
  480_000,
);
