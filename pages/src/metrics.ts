import { revocationStatus } from '@latchkey/common';
import { revocationGauges } from '@latchkey/common/server';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Makes the registry behind GET /metrics: how the process is, and how well it follows revocations, if it does. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, read } of revocationGauges(revocationStatus))
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  return registry;
}
