import type { Revocation } from './revocation';
import type { RevocableClaims } from './revocations';

interface Watcher {
  readonly claims: RevocableClaims;
  readonly listener: () => void;
}

/** Keeps those who want to know when a token dies, by user and by session, so that a revocation looks at few. */
export function createWatchers(isRevoked: (claims: RevocableClaims) => boolean) {
  const byUser = new Map<string, Set<Watcher>>();
  const bySession = new Map<string, Set<Watcher>>();

  /** @returns whether the watch had not ended before */
  function forget(watcher: Watcher): boolean {
    remove(byUser, watcher.claims.sub, watcher);
    return remove(bySession, watcher.claims.sid, watcher);
  }

  /** A tick of its own: what a listener throws is its service's fault and not the feed's. */
  function call(watcher: Watcher): void {
    process.nextTick(() => {
      // Another listener may have ended this watch meanwhile.
      if (forget(watcher)) watcher.listener();
    });
  }

  function watch(claims: RevocableClaims, listener: () => void): () => void {
    const watcher = { claims, listener };
    insert(byUser, claims.sub, watcher);
    insert(bySession, claims.sid, watcher);
    if (isRevoked(claims)) call(watcher);
    return () => void forget(watcher);
  }

  function notify(revocation: Revocation): void {
    for (const watcher of watchersOf(revocation) ?? []) if (isRevoked(watcher.claims)) call(watcher);
  }

  function watchersOf(revocation: Revocation): Set<Watcher> | undefined {
    switch (revocation.kind) {
      case 'user':
        return byUser.get(revocation.user);
      case 'session':
        return bySession.get(revocation.session);
    }
  }

  return { watch, notify };
}

function insert(map: Map<string, Set<Watcher>>, key: string, watcher: Watcher): void {
  const watchers = map.get(key);
  if (watchers) watchers.add(watcher);
  else map.set(key, new Set([watcher]));
}

/** @returns whether it was there */
function remove(map: Map<string, Set<Watcher>>, key: string, watcher: Watcher): boolean {
  const watchers = map.get(key);
  const wasThere = watchers?.delete(watcher) ?? false;
  if (watchers?.size === 0) map.delete(key);
  return wasThere;
}
