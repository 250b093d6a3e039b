import type { Revocation } from './revocation';
import { createWatchers } from './revocation-watchers';
import type { RevocableClaims, Revocations } from './revocations';

/** The revoked ids that a process holds in memory, each until no token that it concerns can be alive. */
export interface RevocationList extends Revocations {
  readonly size: number;
  /** Merges: the highest `gen` of a user stays, whatever the order. */
  readonly add: (revocation: Revocation) => void;
  /** All that is held; safe to iterate while more is added. */
  entries(): Iterable<Revocation>;
  /** Calls `listener` with each revocation that says something new. @returns a function that ends that */
  subscribe(listener: (revocation: Revocation) => void): () => void;
  /** Drops a part of what is over; to be called every second. */
  readonly dropExpired: () => void;
}

/** Entries of each kind that one call of dropExpired looks at: a fraction of a millisecond, and a million in a minute. */
const STEP = 20_000;

/**
 * Makes an empty list.
 * @param now the time by which an entry is over, in ms since 1970
 */
export function createRevocationList(now = () => Date.now()): RevocationList {
  // Two maps of numbers for users: an object for each would take a fifth more memory.
  const gens = new Map<string, number>();
  const users = new Map<string, number>();
  const sessions = new Map<string, number>();
  const listeners = new Set<(revocation: Revocation) => void>();
  const watchers = createWatchers(isRevoked);
  const isOver = (until: number) => until * 1000 <= now();
  const dropUsers = dropper(users, isOver, (user) => gens.delete(user));
  const dropSessions = dropper(sessions, isOver);

  function isRevoked({ sub, sid, gen }: RevocableClaims): boolean {
    const dead = gens.get(sub);
    return (dead !== undefined && gen < dead) || sessions.has(sid);
  }

  /** @returns whether it says something new */
  function merge(revocation: Revocation): boolean {
    switch (revocation.kind) {
      case 'user':
        return mergeUser(revocation.user, revocation.gen, revocation.until);
      case 'session':
        return mergeSession(revocation.session, revocation.until);
    }
  }

  function mergeUser(user: string, gen: number, until: number): boolean {
    const known = gens.get(user);
    const id = copyOf(user);
    gens.set(id, Math.max(gen, known ?? 0));
    users.set(id, Math.max(until, users.get(user) ?? 0));
    return known === undefined || gen > known;
  }

  function mergeSession(session: string, until: number): boolean {
    const known = sessions.get(session);
    sessions.set(copyOf(session), Math.max(until, known ?? 0));
    return known === undefined;
  }

  return {
    isRevoked,
    watch: watchers.watch,
    get size() {
      return users.size + sessions.size;
    },
    add(revocation) {
      if (isOver(revocation.until) || !merge(revocation)) return;
      watchers.notify(revocation);
      for (const listener of listeners) listener(revocation);
    },
    *entries() {
      for (const [user, gen] of gens) yield { kind: 'user', user, gen, until: users.get(user)! };
      for (const [session, until] of sessions) yield { kind: 'session', session, until };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dropExpired() {
      dropUsers();
      dropSessions();
    },
  };
}

/** An id that was cut out of a message keeps the whole message in memory (V8's sliced strings); its copy does not. */
function copyOf(id: string): string {
  return Buffer.from(id).toString();
}

/** Goes round a map of times in steps, so that a long list never holds a request up. */
function dropper(
  untils: Map<string, number>,
  isOver: (until: number) => boolean,
  onDrop?: (id: string) => void,
): () => void {
  let round = untils.entries();
  return () => {
    for (let steps = 0; steps < STEP; steps++) {
      const { done, value } = round.next();
      if (done) {
        round = untils.entries();
        return;
      }
      const [id, until] = value;
      if (!isOver(until)) continue;
      untils.delete(id);
      onDrop?.(id);
    }
  };
}
