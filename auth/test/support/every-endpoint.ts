import type { EndpointSettings } from '../../src/apps/endpoints';
import { WITH_MAIL } from './mailbox';

/** Settings with which the service has every endpoint that there is. */
export const EVERY_ENDPOINT = {
  API_DOCS: true,
  SMTP_URL: WITH_MAIL.SMTP_URL,
  EMAIL_VERIFICATION: 'optional',
  SIGN_IN_BY_EMAIL: true,
  DATA_KEY: Buffer.alloc(32, 9).toString('base64'),
  PUBLIC_URL: WITH_MAIL.PUBLIC_URL,
} as const satisfies EndpointSettings;

/** The environment of such a service. */
export const WITH_EVERY_ENDPOINT = {
  ...WITH_MAIL,
  EMAIL_VERIFICATION: EVERY_ENDPOINT.EMAIL_VERIFICATION,
  SIGN_IN_BY_EMAIL: 'true',
  DATA_KEY: EVERY_ENDPOINT.DATA_KEY,
};
