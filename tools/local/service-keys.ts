import { createPublicKey } from 'node:crypto';

/** The variables of a service that checks tokens; an empty one counts as not set. */
export interface ServiceKeys {
  readonly JWT_KEY: string;
  readonly JWT_PUBLIC_KEY: string;
}

/**
 * What a service has to be given to check the tokens of an auth service with this `JWT_KEY`: of pairs the public half,
 * so that it can make none, and secrets as they are.
 */
export function serviceKeys(jwtKey: string): ServiceKeys {
  const entries = jwtKey.split(',').map((entry) => entry.trim());
  const isPem = (entry: string) => entry.startsWith('-----BEGIN');
  const publicHalf = (pem: string) => createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  return {
    JWT_KEY: entries.filter((entry) => !isPem(entry)).join(','),
    JWT_PUBLIC_KEY: entries.filter(isPem).map(publicHalf).join(','),
  };
}
