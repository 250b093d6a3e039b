import { commonVariables, natsUrl, readEnvironment, warningsOfOrigins } from '@latchkey/common/protocol';
import { bool, host, makeValidator, port, str } from 'envalid';
import express from 'express';
import { capacityVariables } from './capacity-settings';
import { cookieFormatVariables, requireReadableCookie } from './cookie-format';
import { dataVariables } from './data-settings';
import { feedSettings, requireFeedToken } from './feed-settings';
import { isMongoUri, namesDatabase } from '../database';
import { lifetimeVariables, requireConsistentLifetimes } from './lifetimes';
import { limitVariables } from './limit-settings';
import { mailVariables, requireWholeMail } from './mail-settings';
import { mfaVariables, warningsOfFactors } from './mfa-settings';
import { passkeyVariables, requirePasskeyDomain } from './passkey-settings';
import { previousCookieDomainVariables, requireAnotherCookieDomain } from './previous-cookie-domain';
import { publicVariables, requireSafePublicUrl } from './public-settings';
import { retentionVariables } from './retention-settings';

const mongoUri = makeValidator<string>((text) => {
  // The driver's message is not passed on: it may repeat a password.
  if (!isMongoUri(text)) {
    throw new Error(
      'must be like mongodb://user:password@host:27017/auth, special characters percent-encoded',
    );
  }
  if (!namesDatabase(text)) {
    // A name also changes where MongoDB looks for the user, unless authSource says so.
    throw new Error(
      'must name a database behind the hosts, as in mongodb://host:27017/auth; accounts that were stored without a name are in test, so for these write /test?authSource=admin',
    );
  }
  return text;
});

const MAX_HOPS = 99;

const trustProxy = makeValidator<boolean | number | string[]>((text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  const setting = /^\d+$/.test(text) ? Number(text) : text.split(',').map((address) => address.trim());
  try {
    if (typeof setting === 'number' && setting > MAX_HOPS) throw new RangeError();
    express().set('trust proxy', setting);
  } catch {
    throw new Error(
      `must be a count of hops (0 to ${MAX_HOPS}), or addresses such as 10.0.0.0/8, separated by commas`,
    );
  }
  return setting;
});

const passwordLength = makeValidator<number>((text) => {
  if (!/^([4-9]|[1-5]\d|6[0-4])$/.test(text)) throw new Error('must be a whole number from 4 to 64');
  return Number(text);
});
/** What NIST SP 800-63B asks for; below it the service warns at start. */
const RECOMMENDED_PASSWORD_LENGTH = 8;

/** What the commands need besides the arguments. */
export const databaseVariables = {
  MONGO_URI: mongoUri({ desc: 'The address of MongoDB, such as `mongodb://auth-mongo:27017/auth`' }),
};

/** Every environment variable of the auth service; the README's table is checked against it. */
export const variables = {
  ...commonVariables,
  ...databaseVariables,
  ...publicVariables,
  ...passkeyVariables,
  ...cookieFormatVariables,
  ...previousCookieDomainVariables,
  HOST: host({ default: undefined, desc: 'The address that both ports listen on; all addresses unless set' }),
  PORT: port({ default: 3000, desc: 'The public port' }),
  INTERNAL_PORT: port({
    default: 3001,
    desc: 'The port for health, readiness, metrics, revocations and token checks; never behind the public ingress',
  }),
  NATS_URL: natsUrl({
    default: undefined,
    desc: 'Where to publish revocations besides the internal port, such as `nats://auth:password@nats:4222`',
  }),
  ...feedSettings,
  ...mailVariables,
  ...dataVariables,
  ...lifetimeVariables,
  ...retentionVariables,
  TRUST_PROXY: trustProxy({
    default: false,
    desc: 'Which hops in front may name the client’s address: a count, or addresses separated by commas (Express’s `trust proxy`)',
  }),
  PASSWORD_MIN_LENGTH: passwordLength({
    default: 8,
    desc: 'Minimum length of a new password in code points: 4 to 64, and a warning at start below 8',
  }),
  PASSWORD_BLOCKLIST: bool({
    default: true,
    desc: 'Whether to refuse passwords that are easy to guess, by lists, an estimate and their context',
  }),
  ...mfaVariables,
  ...capacityVariables,
  ...limitVariables,
  LOG_LEVEL: str({
    default: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    desc: 'The minimum level of log lines',
  }),
};

/**
 * Reads the auth service's configuration.
 * @throws ConfigurationError that lists every missing or wrong variable at once, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const config = readEnvironment(env, variables);
  requireSafePublicUrl(config);
  requirePasskeyDomain(config);
  requireWholeMail(config);
  requireReadableCookie(config);
  requireAnotherCookieDomain(config);
  requireFeedToken(config);
  requireConsistentLifetimes(config, isGiven(env, 'SESSION_IDLE'));
  return config;
}

/** An empty variable counts as not set. */
function isGiven(env: NodeJS.ProcessEnv, name: string): boolean {
  return [env[name], env[`${name}_FILE`]].some((value) => value !== undefined && value !== '');
}

export type Config = ReturnType<typeof readConfig>;

/** What works, but an operator should know of; each a line for the log. */
export function warningsOf(config: Config): string[] {
  const warnings = [...warningsOfFactors(config), ...warningsOfOrigins(config.TRUSTED_ORIGINS)];
  return config.PASSWORD_MIN_LENGTH < RECOMMENDED_PASSWORD_LENGTH
    ? [`PASSWORD_MIN_LENGTH is below ${RECOMMENDED_PASSWORD_LENGTH}: such passwords are guessed`, ...warnings]
    : warnings;
}
