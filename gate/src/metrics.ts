import { revocationGauges } from '@latchkey/common/server';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** The registry behind GET /metrics, and what counts answers in it. */
export interface Metrics {
  readonly registry: Registry;
  readonly count: (policy: string, status: number) => void;
  /** Adds a figure that is read at each scrape. */
  readonly gauge: (name: string, help: string, read: () => number) => void;
}

/**
 * Makes the metrics: how the process is, how well it follows revocations, and what it answered.
 * @param status tells how the list of revocations is
 */
export function createMetrics(status: Parameters<typeof revocationGauges>[0]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge: Metrics['gauge'] = (name, help, read) =>
    void new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  for (const { name, help, read } of revocationGauges(status)) gauge(name, help, read);
  const answers = new Counter({
    name: 'latchkey_gate_answers_total',
    help: 'Answers of the gate to proxies, by policy and status',
    labelNames: ['policy', 'status'],
    registers: [registry],
  });
  return { registry, gauge, count: (policy, status) => answers.inc({ policy, status }) };
}
