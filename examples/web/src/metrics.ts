import { revocationStatus, type RevocationStatus } from '@latchkey/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What is told of a service that follows revocations. */
const GAUGES: [name: string, help: string, read: (status: RevocationStatus) => number][] = [
  ['latchkey_revocations_entries', 'Revoked users and sessions that are held', ({ entries }) => entries],
  [
    'latchkey_revocations_as_of_age_seconds',
    'How old the list of them is',
    ({ secondsSinceAsOf }) => secondsSinceAsOf,
  ],
  [
    'latchkey_revocations_connected',
    '1 when the feed is connected and the list was complete',
    ({ connected }) => Number(connected),
  ],
];

/** Makes the registry behind GET /metrics: how the process is, and how well it follows revocations, if it does. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  if (!revocationStatus()) return registry;
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const status = revocationStatus();
        if (status) this.set(read(status));
      },
    });
  }
  return registry;
}
