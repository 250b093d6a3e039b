import { readEnvironment, sharedVariables } from '@latchkey/common';
import { makeValidator, port, str } from 'envalid';
import { validateMongoUri } from './database';

const mongoUri = makeValidator<string>((text) => {
  const fault = validateMongoUri(text);
  if (fault !== undefined) throw new Error(fault);
  return text;
});

/**
 * Reads the configuration, the library's variables with it, so that the faults of both are told at once.
 * @throws ConfigurationError that lists every missing or wrong variable, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  return readEnvironment(env, {
    ...sharedVariables,
    MONGO_URI: mongoUri({ desc: 'where MongoDB is, such as mongodb://tickets-mongo:27017/tickets' }),
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the public port, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz and metrics, from 1 to 65535' }),
  });
}
