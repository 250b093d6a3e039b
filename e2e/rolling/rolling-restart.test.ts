import { expect, it } from '@jest/globals';
import { rollingRestart } from '../dist/rolling/rolling-restart';

it('a rolling restart of everything loses no request and logs nobody out', async () => {
  const { rows, faults, restarts, loggedOut } = await rollingRestart(1, () => undefined);
  expect(faults).toEqual([]);
  expect({ restarts, loggedOut }).toEqual({ restarts: 6, loggedOut: 0 });
  for (const { requests } of Object.values(rows)) expect(requests).toBeGreaterThan(0);
}, 120_000);
