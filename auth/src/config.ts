import { commonVariables, duration, natsUrl, readEnvironment } from '@latchkey/common/protocol';
import { bool, host, makeValidator, port, str } from 'envalid';
import express from 'express';
import { capacityVariables } from './capacity-settings';
import { isMongoUri, namesDatabase } from './database';
import { publicVariables, requireSafePublicUrl } from './public-settings';

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

const trustProxy = makeValidator<boolean | number | string[]>((text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  const setting = /^\d+$/.test(text) ? Number(text) : text.split(',').map((address) => address.trim());
  try {
    express().set('trust proxy', setting);
  } catch {
    throw new Error('must be a count of hops, or addresses such as 10.0.0.0/8, separated by commas');
  }
  return setting;
});

const passwordLength = makeValidator<number>((text) => {
  if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) throw new Error('must be a whole number from 1 to 64');
  return Number(text);
});

/** What the commands need besides the arguments. */
export const databaseVariables = {
  MONGO_URI: mongoUri({ desc: 'Where MongoDB is, such as `mongodb://auth-mongo:27017/auth`' }),
};

/** Every environment variable of the auth service; the README's table is checked against it. */
export const variables = {
  ...commonVariables,
  ...databaseVariables,
  ...publicVariables,
  HOST: host({ default: undefined, desc: 'The address that both ports listen on; all of them unless set' }),
  PORT: port({ default: 3000, desc: 'The public port' }),
  INTERNAL_PORT: port({
    default: 3001,
    desc: 'Health, readiness, metrics, revocations and questions of services; never behind the public ingress',
  }),
  NATS_URL: natsUrl({
    default: undefined,
    desc: 'Where to publish revocations besides the internal port, such as `nats://auth:password@nats:4222`',
  }),
  ACCESS_TTL: duration({ default: 900_000, desc: 'How long an access token lives' }),
  REFRESH_GRACE: duration({
    default: 30_000,
    desc: 'How long the previous refresh token is answered with the same successor',
  }),
  SESSION_IDLE: duration({
    default: 604_800_000,
    desc: 'A session ends when unused for so long',
  }),
  SESSION_MAX: duration({
    default: 2_592_000_000,
    desc: 'A session ends after so long in any case',
  }),
  TRUST_PROXY: trustProxy({
    default: false,
    desc: 'Which hops in front may name the client’s address: a count, or addresses separated by commas (Express’s `trust proxy`)',
  }),
  PASSWORD_MIN_LENGTH: passwordLength({
    default: 8,
    desc: 'The least length of a new password, in code points',
  }),
  PASSWORD_BLOCKLIST: bool({ default: true, desc: 'Whether common passwords are refused' }),
  ...capacityVariables,
  LOG_LEVEL: str({
    default: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    desc: 'The least level that is logged',
  }),
};

/**
 * Reads the auth service's configuration.
 * @throws ConfigurationError that lists every missing or wrong variable at once, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const config = readEnvironment(env, variables);
  requireSafePublicUrl(config);
  return config;
}

export type Config = ReturnType<typeof readConfig>;
