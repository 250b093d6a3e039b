import type { KeySet, PublishedKeys } from './key-ring';
import { fetchJwks } from './fetch-jwks';

/** The keys of a URL as the last good fetch brought them. */
export interface HeldKeys extends KeySet {
  /**
   * Replaces them; a call meanwhile gets the same promise.
   * @throws Error that says in a few words why they could not be fetched; those of before stay
   */
  refetch(): Promise<void>;
  /** How the last try went; undefined until the first one has ended. */
  lastTry(): { readonly failed: boolean; readonly msAgo: number } | undefined;
  readonly isFetching: boolean;
  readonly isEmpty: boolean;
  /** Calls `listener` when others have come, and not when the same were fetched again. */
  onChange(listener: () => void): void;
}

const PRIVATE_KEYS_PUBLISHED =
  'JWKS_URL publishes a private key or a secret, with which its readers can sign tokens: take it out there, and rotate to a new one. It is not used here';

export function holdKeys(url: string, closing: AbortSignal): HeldKeys {
  const listeners: (() => void)[] = [];
  let keys: PublishedKeys | undefined;
  let fetching: Promise<void> | undefined;
  let last: { failed: boolean; at: number } | undefined;

  async function fetchOnce(): Promise<void> {
    const before = keys;
    let failed = true;
    try {
      keys = await fetchJwks(url, closing);
      failed = false;
    } finally {
      fetching = undefined;
      last = { failed, at: performance.now() };
    }
    if (keys.hasPrivateKeys && !before?.hasPrivateKeys) process.emitWarning(PRIVATE_KEYS_PUBLISHED);
    if (!isSame(before, keys)) listeners.forEach((listener) => listener());
  }

  return {
    find: (kid) => keys?.find(kid),
    refetch: () => (fetching ??= fetchOnce()),
    lastTry: () => last && { failed: last.failed, msAgo: performance.now() - last.at },
    get isFetching() {
      return fetching !== undefined;
    },
    get isEmpty() {
      return keys === undefined;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function isSame(before: PublishedKeys | undefined, { kids }: PublishedKeys): boolean {
  return before?.kids.size === kids.size && [...kids].every((kid) => before.kids.has(kid));
}
