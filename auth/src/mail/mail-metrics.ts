import { Counter, Gauge, Histogram } from 'prom-client';

/** Why a mail was not sent. */
export type DropReason = 'expired' | 'refused' | 'not_needed';

/**
 * What is counted of mails.
 * @param countWaiting reads how many wait, in all replicas together
 */
export function createMailMetrics(countWaiting: () => Promise<number>) {
  const registers: [] = [];
  const sent = new Counter({
    name: 'latchkey_mails_sent_total',
    help: 'Mails that the mail server took, by kind',
    labelNames: ['kind'],
    registers,
  });
  const dropped = new Counter({
    name: 'latchkey_mails_dropped_total',
    help: 'Mails that were given up: too old, refused for good, or not needed (no account, a limit), by kind and reason',
    labelNames: ['kind', 'reason'],
    registers,
  });
  const failures = new Counter({
    name: 'latchkey_mail_failures_total',
    help: 'Attempts that failed and are repeated, by kind',
    labelNames: ['kind'],
    registers,
  });
  const delay = new Histogram({
    name: 'latchkey_mail_delay_seconds',
    help: 'From what happened to the mail server taking the mail, by kind',
    labelNames: ['kind'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600],
    registers,
  });
  const waiting = new Gauge({
    name: 'latchkey_mails_waiting',
    help: 'Mails that are to be sent, in all replicas together',
    registers,
    async collect() {
      // Without MongoDB the number is unknown, and the other metrics are still to be read.
      await countWaiting().then(
        (count) => this.set(count),
        () => this.set(Number.NaN),
      );
    },
  });

  return {
    /** For the registry behind GET /metrics. */
    all: [sent, dropped, failures, delay, waiting],

    countSent(kind: string, arisenAt: Date): void {
      sent.inc({ kind });
      delay.observe({ kind }, (Date.now() - arisenAt.getTime()) / 1000);
    },
    countDropped: (kind: string, reason: DropReason) => dropped.inc({ kind, reason }),
    countFailure: (kind: string) => failures.inc({ kind }),
  };
}

export type MailMetrics = ReturnType<typeof createMailMetrics>;
