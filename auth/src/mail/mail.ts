import type { Logger } from 'pino';
import type { MailAddress } from '../config/mail-settings';
import type { DeliveryStore } from '../events/delivery';
import { createComposer, MESSAGES } from './compose';
import { createDeliver } from './deliver';
import { createMailMetrics } from './mail-metrics';
import { readOwnTemplates } from './own-templates';
import type { MailPreparation } from './preparation';
import { createSmtpTransport } from './transport';
import { runMailWorker } from './worker';
import { createLetterWriter } from './write-letter';

/** What mail needs, all of it checked. */
export interface MailParts {
  readonly smtpUrl: string;
  readonly from: MailAddress;
  readonly publicUrl: string;
  readonly appName: string;
  readonly templates: string | undefined;
  readonly maxAtOnce: number;
  readonly deliveries: DeliveryStore;
  readonly preparation: MailPreparation;
  /** The address of an account; undefined where there is no such account any more. */
  readonly findAddress: (account: string) => Promise<string | undefined>;
  readonly outages: { away(error: unknown): void };
  readonly log: Logger;
}

/**
 * Puts together all that sends mail.
 * @throws ConfigurationError when a template of the team's own cannot be used
 */
export function createMail(parts: MailParts) {
  const { deliveries, preparation, findAddress, publicUrl, log, outages, maxAtOnce } = parts;
  const metrics = createMailMetrics(() => deliveries.countWaiting());
  const compose = createComposer(readOwnTemplates(parts.templates, MESSAGES));
  const transport = createSmtpTransport({
    url: parts.smtpUrl,
    from: parts.from,
    host: new URL(publicUrl).hostname,
  });
  const writeLetter = createLetterWriter({
    compose,
    preparation,
    findAddress,
    app: parts.appName,
    origin: publicUrl,
  });
  const deliver = createDeliver({ deliveries, writeLetter, transport, metrics, log });

  return {
    metrics: metrics.all,
    /** Sends what is due until `stopping` is aborted. */
    run: (stopping: AbortSignal) => runMailWorker({ deliveries, deliver, outages, maxAtOnce }, stopping),
  };
}

export type MailService = ReturnType<typeof createMail>;
