import { setTimeout as sleep } from 'timers/promises';
import { backOff } from '../async/backoff';
import { parseUrl } from '../http/url';
import { UnavailableError } from '../errors/unavailable-error';
import { holdKeys, type HeldKeys } from './hold-keys';
import type { RemoteKeys } from './remote-keys';

/** What `followJwks` follows. */
export interface JwksOptions {
  /** The auth service's `/.well-known/jwks.json`, on either port. */
  readonly url: string;
}

export interface FollowedKeys extends RemoteKeys {
  /** Resolves once there are keys, however long that takes. */
  ready(): Promise<void>;
  /** Ends the following; resolves once nothing is open. */
  close(): Promise<void>;
}

/** How soon a key that was withdrawn is forgotten, and a new one known before it signs. */
const REFETCH_EVERY_MS = 300_000;
/** How often at most a token of an unknown key makes this process ask: tokens cost nothing to make up. */
const LEARN_EVERY_MS = 30_000;
const TICK_MS = 1000;

/**
 * Holds the public keys that are published at a URL: fetched at once, again every 5 minutes, and for a token of an
 * unknown key. While they cannot be fetched, the previous ones stay in force.
 * @example
 * ```ts
 * import { createAuthentication, followJwks } from '@latchkey/common';
 *
 * const remoteKeys = followJwks({ url: 'http://auth-srv:3001/.well-known/jwks.json' });
 * await remoteKeys.ready();
 * const { requireAuth } = createAuthentication({ remoteKeys });
 * ```
 * @throws TypeError when the URL cannot be read or has a user or a password, which fetch does not send
 */
export function followJwks({ url }: JwksOptions): FollowedKeys {
  const { username, password } = parseUrl(url);
  // The message of fetch would repeat them.
  if (username + password !== '')
    throw new TypeError('The URL of a key set must not have a user or a password.');
  const closing = new AbortController();
  const keys = holdKeys(url, closing.signal);
  const loaded = new Promise<void>((resolve) => keys.onChange(resolve));
  const followed = keepFetching(keys, closing.signal);

  return {
    find: (kid) => keys.find(kid),
    onChange: (listener) => keys.onChange(listener),

    async learn() {
      const isDue = !keys.isEmpty && keys.lastTry()!.msAgo >= LEARN_EVERY_MS;
      if (keys.isFetching || isDue) await keys.refetch().catch(() => undefined);
      // Nobody knows whether the token is good, so it is not refused for good.
      if (keys.lastTry()?.failed)
        throw new UnavailableError('The keys that verify access tokens cannot be fetched now.');
    },

    async ready() {
      // Fetching does not keep the process alive; this does while a caller waits.
      const waiting = setInterval(() => undefined, REFETCH_EVERY_MS);
      await Promise.race([loaded, followed]);
      clearInterval(waiting);
    },

    async close() {
      closing.abort();
      await followed;
    },
  };
}

async function keepFetching(keys: HeldKeys, closing: AbortSignal): Promise<void> {
  let failures = 0;
  while (!closing.aborted) {
    try {
      await keys.refetch();
      failures = 0;
      while (keys.lastTry()!.msAgo < REFETCH_EVERY_MS)
        await sleep(TICK_MS, undefined, { signal: closing, ref: false });
    } catch (error) {
      if (closing.aborted) return;
      if (failures === 0) process.emitWarning(warningOf(error as Error, keys));
      await backOff(failures++, closing);
    }
  }
}

function warningOf({ message }: Error, { isEmpty }: HeldKeys): string {
  const consequence = isEmpty
    ? 'there are no keys yet, so this service is NOT READY and lets nobody in'
    : 'the keys of before stay in force';
  return `JWKS_URL cannot be read (${message}): ${consequence}; trying again`;
}
