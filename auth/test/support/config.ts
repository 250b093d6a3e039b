import { ConfigurationError } from '@latchkey/common';
import { readConfig, type Config } from '../../src/config/config';

/** What has no default. */
export const REQUIRED = {
  JWT_KEY: 'a secret of more than thirty-two bytes',
  MONGO_URI: 'mongodb://auth:p%40ss@db-0,db-1/auth?replicaSet=rs0',
};

/** Reads a configuration of what is required and more. */
export const read = (env: NodeJS.ProcessEnv): Config => readConfig({ ...REQUIRED, ...env });

/** The faults that a configuration is refused with. */
export function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}
