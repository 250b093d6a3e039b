import { readEnvironment, sharedVariables } from '@latchkey/common';
import { pageVariables } from '@latchkey/common/pages';
import { makeValidator, port, str } from 'envalid';

const origin = makeValidator<string>((text) => {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw new Error('must be like http://auth-srv:3000');
  return text;
});

/**
 * Reads the configuration, the library's variables with it, so that the faults of both are told at once.
 * @throws ConfigurationError that lists every missing or wrong variable, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  return readEnvironment(env, {
    ...sharedVariables,
    ...pageVariables,
    TICKETS_URL: origin({ desc: 'where the tickets service is, such as http://tickets-srv:3000' }),
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the public port, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz and metrics, from 1 to 65535' }),
  });
}

export type Config = ReturnType<typeof readConfig>;
