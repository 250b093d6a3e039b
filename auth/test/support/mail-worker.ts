import { pino } from 'pino';
import { connect, createConnection } from '../../src/database';
import type { DeliveryStore, NewDelivery } from '../../src/events/delivery';
import { createDeliveriesStore } from '../../src/events/deliveries-store';
import { createMail } from '../../src/mail/mail';
import type { MailPreparation } from '../../src/mail/preparation';

const DAY_MS = 86_400_000;
const outages = { away: () => undefined, back: () => undefined };

/** One replica's worker, on a connection of its own. */
export interface TestWorker {
  readonly deliveries: DeliveryStore;
  /** Its log lines until now. */
  readonly lines: readonly Record<string, unknown>[];
  /** What its metrics show for a name, by labels. */
  metric(name: string): Promise<readonly { labels: object; value: number }[]>;
  start(): void;
  stop(): Promise<void>;
}

export interface WorkerSettings {
  readonly mongoUri: string;
  readonly smtpUrl: string;
  readonly maxAtOnce?: number;
  readonly preparation?: MailPreparation;
}

/** Makes a worker; it sends nothing before its start. */
export async function createWorker(settings: WorkerSettings): Promise<TestWorker> {
  const connection = createConnection();
  await connect(connection, settings.mongoUri, outages, new AbortController().signal);
  const deliveries = createDeliveriesStore(connection);
  await deliveries.createIndexes();
  const lines: Record<string, unknown>[] = [];
  const stopping = new AbortController();
  let working: Promise<void> | undefined;
  const mail = createMail({
    smtpUrl: settings.smtpUrl,
    from: { name: '', address: 'no-reply@example.com' },
    publicUrl: 'https://app.example.com',
    appName: 'Tickets',
    templates: undefined,
    maxAtOnce: settings.maxAtOnce ?? 5,
    deliveries,
    preparation: settings.preparation ?? { prepare: () => Promise.resolve(undefined) },
    findAddress: (account) => Promise.resolve(account === 'known' ? 'known@example.com' : undefined),
    outages,
    log: pino({}, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
  });
  return {
    deliveries,
    lines,
    async metric(name) {
      const found = await Promise.all(mail.metrics.map((metric) => metric.get()));
      return found.find((metric) => metric.name === name)!.values;
    },
    start: () => void (working = mail.run(stopping.signal)),
    async stop() {
      stopping.abort();
      await working;
      await connection.close();
    },
  };
}

/** A notice that is due, to an address that its id tells. */
export function notice(id: string, more: Partial<NewDelivery> = {}): NewDelivery {
  const arisenAt = new Date();
  return {
    id: `mail:${id}`,
    consumer: 'mail',
    kind: 'password_changed',
    recipient: `to-${id}@example.com`,
    data: {},
    arisenAt,
    expiresAt: new Date(arisenAt.getTime() + DAY_MS),
    ...more,
  };
}

/** Many of them. */
export function notices(count: number): NewDelivery[] {
  return Array.from({ length: count }, (_each, index) => notice(String(index)));
}
