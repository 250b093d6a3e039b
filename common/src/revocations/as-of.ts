/** The time up to which a list is complete, in ms since 1970, by this process's clock (docs/feed.md, "As-of"). */
export interface AsOf {
  /** -Infinity while there is none. */
  readonly value: number;
  /** Takes what a source says. @returns whether the list is more current than before */
  readonly tell: (at: number) => boolean;
}

/** A clock that is further ahead is broken: were its word remembered, it would make other sources look as if they repeated themselves. */
const MAX_AHEAD_MS = 86_400_000;

/** Starts without one. */
export function createAsOf(): AsOf {
  let value = -Infinity;
  let latest = -Infinity;
  return {
    get value() {
      return value;
    },
    tell(at) {
      const now = Date.now();
      if (at > now + MAX_AHEAD_MS) return false;
      // This clock was put back: what is held says nothing of its age.
      if (value > now) value = -Infinity;
      const isRepeated = at <= latest;
      latest = Math.max(latest, at);
      // A source whose clock is ahead, and which stands still, must not look current for as long as it is ahead.
      if (at > now && isRepeated) return false;
      const counted = Math.min(at, now);
      if (counted <= value) return false;
      value = counted;
      return true;
    },
  };
}
