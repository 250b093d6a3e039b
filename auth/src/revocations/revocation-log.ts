import { createRevocationList, type Revocation, type RevocationList } from '@latchkey/common/protocol';

/** That tokens were revoked, as the documents tell it: those of a user below a generation, or those of a session. */
export type RevokedTokens =
  | { readonly kind: 'user'; readonly user: string; readonly gen: number; readonly revokedAt: Date }
  | { readonly kind: 'session'; readonly session: string; readonly revokedAt: Date };

/** A store whose documents tell what was revoked. */
export interface RevocationSource {
  /** Everything that was revoked since a time, oldest or newest first. */
  revokedSince(time: Date): AsyncIterable<RevokedTokens>;
}

export interface RevocationLog {
  /** What this replica knows, for its own requests and for the feeds. */
  readonly list: RevocationList;
  /** Until when the list is complete, in ms since 1970. */
  readonly asOf: () => number;
  /** Since when a revocation can still matter, in ms since 1970. */
  readonly windowStart: () => number;
  /** The one way into the list and so to every service; what ends tokens calls it once that is stored. */
  readonly record: (revoked: RevokedTokens) => void;
  /** Reads from the documents what is new, by this replica or another. */
  readNew(sources: readonly RevocationSource[]): Promise<void>;
  /** Reads everything that can still matter. */
  readAll(sources: readonly RevocationSource[]): Promise<void>;
}

/** How long an entry outlives the newest token it can concern: for a refresh that raced it, and for clocks that differ. */
const SLACK_MS = 60_000;
/** How long a write can stay unseen: MongoDB's replicas take over from each other, and their clocks differ. */
const OVERLAP_MS = 30_000;

/** How long an entry matters after it was made, in ms. */
export function entryLife(tokenLife: number): number {
  return tokenLife + SLACK_MS;
}

/**
 * Makes the log of what this replica knows to be revoked. The documents are its store; this is its memory.
 * @param tokenLife how long an access token lives, in ms
 */
export function createRevocationLog(tokenLife: number): RevocationLog {
  const list = createRevocationList();
  const windowMs = tokenLife + 2 * SLACK_MS;
  /** Until when the documents were read, in MongoDB's time, and when this was first so, in ours. */
  let readUntil = 0;
  let readUntilSince = 0;
  let asOf = 0;

  function record(revoked: RevokedTokens): void {
    const { revokedAt, ...tokens } = revoked;
    const until = Math.ceil((revokedAt.getTime() + entryLife(tokenLife)) / 1000);
    list.add({ ...tokens, until } satisfies Revocation);
  }

  async function readSince(sources: readonly RevocationSource[], time: number): Promise<void> {
    const startedAt = Date.now();
    let newest = 0;
    for (const source of sources) {
      for await (const revoked of source.revokedSince(new Date(time))) {
        record(revoked);
        newest = Math.max(newest, revoked.revokedAt.getTime());
      }
    }
    // Only now: had a source failed, what it did not tell would be passed over. And never by a time that is to come.
    const until = Math.min(newest + 1, startedAt);
    if (until > readUntil) [readUntil, readUntilSince] = [until, startedAt];
    asOf = startedAt;
  }

  const windowStart = () => Date.now() - windowMs;

  /** MongoDB's clock set the times, so the newest of them says where to go on, and not this clock. */
  function nextStart(): number {
    const overlap = Math.max(0, OVERLAP_MS - (Date.now() - readUntilSince));
    return Math.max(readUntil - overlap, windowStart());
  }

  return {
    list,
    record,
    asOf: () => asOf,
    windowStart,
    readNew: (sources) => readSince(sources, nextStart()),
    readAll: (sources) => readSince(sources, windowStart()),
  };
}
