import { ConfigurationError } from '@latchkey/common';
import { readEnvironment, readVariableFiles, sharedVariables } from '@latchkey/common/protocol';
import { port, str } from 'envalid';

/** What the services are given here, so that they do not look for it in a file as well. */
export const SET_HERE = [
  ...['JWT_KEY', 'JWT_PUBLIC_KEY', 'INTERNAL_TOKEN', 'MONGO_URI', 'REVOCATIONS_URL'],
  ...['SMTP_URL', 'MAIL_FROM', 'MAIL_KEY', 'EMAIL_VERIFICATION', 'SIGN_IN_BY_EMAIL', 'DATA_KEY'],
];

/**
 * Reads what the caller set, from variables and their files.
 * @param jwtKey the key of this machine, unless another one is set
 * @throws ConfigurationError when a variable is wrong, or a file cannot be read
 */
export function readSettings(env: NodeJS.ProcessEnv, jwtKey: string) {
  const { env: given, faults } = readVariableFiles(env, [...SET_HERE, 'NATS_URL']);
  if (faults.size > 0) throw new ConfigurationError([...faults.values()]);
  const settings = { JWT_KEY: jwtKey, ...given };
  const { PORT, SIGN_UP } = readEnvironment(settings, {
    ...sharedVariables,
    PORT: port({ default: 3000 }),
    SIGN_UP: str({ default: 'open', choices: ['open', 'invite', 'closed'] as const }),
  });
  const origin = `http://localhost:${PORT}`;
  return {
    port: PORT,
    signUp: SIGN_UP,
    origin,
    publicUrl: given.PUBLIC_URL ?? origin,
    jwtKey: settings.JWT_KEY,
    mongoUri: given.MONGO_URI,
    /** Where mail goes, if it is not caught here. */
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    mailKey: given.MAIL_KEY,
    dataKey: given.DATA_KEY,
    /** As optional, it shows the link and hinders nothing. */
    emailVerification: given.EMAIL_VERIFICATION ?? 'optional',
    signInByEmail: given.SIGN_IN_BY_EMAIL ?? 'true',
    /** Where revocations are followed, if not at the auth service. */
    revocationsUrl: given.REVOCATIONS_URL ?? given.NATS_URL,
  };
}

export type Settings = ReturnType<typeof readSettings>;
