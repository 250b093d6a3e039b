import { readEnvironment, sharedVariables } from '@latchkey/common';
import { makeValidator, port, str } from 'envalid';

const origin = makeValidator<string>((text) => {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw new Error('must be like http://auth-srv:3000');
  return text;
});

const path = makeValidator<string>((text) => {
  if (!/^(?:\/[a-z\d][\w.~-]*)+$/i.test(text)) throw new Error('must be a path such as /account');
  return text;
});

const hops = makeValidator<number>((text) => {
  if (!/^\d{1,2}$/.test(text)) throw new Error('must be a count of proxies, 0 to 99');
  return Number(text);
});

/**
 * Reads the configuration, the library's variables with it, so that the faults of both are told at once.
 * @throws ConfigurationError that lists every missing or wrong variable, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  return readEnvironment(env, {
    ...sharedVariables,
    AUTH_URL: origin({ desc: 'where the auth service is, such as http://auth-srv:3000' }),
    TICKETS_URL: origin({ desc: 'where the tickets service is, such as http://tickets-srv:3000' }),
    ACCOUNT_PATH: path({ default: '/account', desc: 'the path of the account pages' }),
    SIGN_UP: str({
      default: 'open',
      choices: ['open', 'invite', 'closed'] as const,
      desc: 'who may sign up, as the auth service has it',
    }),
    TRUST_PROXY: hops({ default: 0, desc: 'how many proxies in front may name the client’s address' }),
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the public port, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz and metrics, from 1 to 65535' }),
  });
}

export type Config = ReturnType<typeof readConfig>;
