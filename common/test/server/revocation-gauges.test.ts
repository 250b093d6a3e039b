import { expect, it } from '@jest/globals';
import type { RevocationStatus } from '../../src/index';
import { revocationGauges } from '../../src/server';

it('has a gauge for each figure, which is read anew each time', () => {
  let status: RevocationStatus = { entries: 0, secondsSinceAsOf: Infinity, connected: false };
  const gauges = revocationGauges(() => status);
  status = { entries: 3, secondsSinceAsOf: 1.5, connected: true };
  expect(gauges.map(({ name, help, read }) => [name, typeof help, read()])).toEqual([
    ['latchkey_revocations_entries', 'string', 3],
    ['latchkey_revocations_as_of_age_seconds', 'string', 1.5],
    ['latchkey_revocations_connected', 'string', 1],
  ]);
});

it('has none for a service that follows nothing', () => {
  expect(revocationGauges(() => undefined)).toEqual([]);
});
