import type { Logger } from 'pino';
import type { Config } from './config/config';
import { createMail, type MailService } from './mail/mail';
import type { Services } from './services';

/**
 * Puts mail together from the configuration.
 * @returns undefined while mail is off
 * @throws ConfigurationError when a template of the team's own cannot be used
 */
export function createMailService(
  config: Config,
  { stores: { accounts, deliveries }, mailPreparation, outages }: Services,
  log: Logger,
): MailService | undefined {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = config;
  if (SMTP_URL === undefined || MAIL_FROM === undefined || PUBLIC_URL === undefined) return undefined;
  return createMail({
    smtpUrl: SMTP_URL,
    from: MAIL_FROM,
    publicUrl: PUBLIC_URL,
    appName: config.APP_NAME,
    templates: config.MAIL_TEMPLATES,
    maxAtOnce: config.MAX_MAIL_CONNECTIONS,
    deliveries,
    preparation: mailPreparation,
    findAddress: async (account) => (await accounts.findById(account))?.email,
    outages,
    log,
  });
}
