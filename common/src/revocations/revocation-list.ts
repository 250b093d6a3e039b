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
  readonly subscribers: number;
  /** Drops a part of what is over; to be called every second. */
  readonly dropExpired: () => void;
}

/** Entries of each kind that one call of dropExpired looks at: a fraction of a millisecond, and a million in a minute. */
const STEP = 20_000;

interface UserEntry {
  readonly gen: number;
  readonly until: number;
}

/** Makes an empty list. */
export function createRevocationList(): RevocationList {
  const users = new Map<string, UserEntry>();
  const sessions = new Map<string, number>();
  const listeners = new Set<(revocation: Revocation) => void>();
  const watchers = createWatchers(isRevoked);
  const dropUsers = dropper(users, ({ until }) => until);
  const dropSessions = dropper(sessions, (until) => until);

  function isRevoked({ sub, sid, gen }: RevocableClaims): boolean {
    const user = users.get(sub);
    return (user !== undefined && gen < user.gen) || sessions.has(sid);
  }

  /** @returns whether it says something new */
  function merge(revocation: Revocation): boolean {
    const { until } = revocation;
    if ('session' in revocation) {
      const known = sessions.get(revocation.session);
      sessions.set(copyOf(revocation.session), Math.max(until, known ?? 0));
      return known === undefined;
    }
    const known = users.get(revocation.user);
    const gen = Math.max(revocation.gen, known?.gen ?? 0);
    users.set(copyOf(revocation.user), { gen, until: Math.max(until, known?.until ?? 0) });
    return known === undefined || revocation.gen > known.gen;
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
      for (const [user, entry] of users) yield { user, ...entry };
      for (const [session, until] of sessions) yield { session, until };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get subscribers() {
      return listeners.size;
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

function isOver(until: number): boolean {
  return until * 1000 <= Date.now();
}

/** Goes round a map in steps, so that a long list never holds a request up. */
function dropper<V>(map: Map<string, V>, untilOf: (value: V) => number): () => void {
  let round = map.entries();
  return () => {
    for (let steps = 0; steps < STEP; steps++) {
      const { done, value } = round.next();
      if (done) {
        round = map.entries();
        return;
      }
      if (isOver(untilOf(value[1]))) map.delete(value[0]);
    }
  };
}
