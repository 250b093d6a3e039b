import { OUTAGE_MS } from '../outage';
import type { Revocation } from '../revocation';
import type { Feed, FeedSink } from './feed';

/** An attempt, which becomes a connection when it tells a newer as-of. */
export interface Link {
  /** Resolves with the reason once nothing of it is open. */
  readonly ended: Promise<Error>;
  readonly close: (reason: Error) => void;
}

export interface LinkListener {
  revoked(revocation: Revocation): void;
  snapshot(at: number, position: string | undefined): void;
  /** @returns whether it is newer than what the follower has */
  asOf(at: number, position: string | undefined, window: number | undefined): boolean;
  /** A connection has told no newer as-of for 15 s, however open its socket looks. It stays open. */
  silent(): void;
}

/** An attempt that lasts longer does not come to an end, such as a snapshot without one. */
const MAX_ATTEMPT_MS = 300_000;

export const nothingNew = () => new Error('it carries nothing new');

/**
 * Opens one attempt. It ends by itself when it makes no progress for 15 s; as soon as it has told a newer as-of it is
 * a connection, which stays open.
 */
export function openLink(
  feed: Feed,
  position: string | undefined,
  listener: LinkListener,
  closing: AbortSignal,
): Link {
  const closed = new AbortController();
  const signal = AbortSignal.any([closing, closed.signal]);
  const close = (reason: Error) => closed.abort(reason);
  let hasToldAsOf = false;
  let isConnection = false;
  const silence = setTimeout(() => {
    if (!isConnection) close(nothingNew());
    else if (!signal.aborted) listener.silent();
  }, OUTAGE_MS).unref();
  const deadline = setTimeout(
    () => close(new Error('it does not come to an end of what it has to tell')),
    MAX_ATTEMPT_MS,
  ).unref();

  const sink: FeedSink = {
    revoked(revocation) {
      if (signal.aborted) return;
      // A long snapshot may take its time.
      if (!hasToldAsOf) silence.refresh();
      listener.revoked(revocation);
    },
    snapshot(at, from) {
      if (signal.aborted) return;
      silence.refresh();
      listener.snapshot(at, from);
    },
    asOf(at, from, window) {
      if (signal.aborted) return;
      hasToldAsOf = true;
      if (!listener.asOf(at, from, window)) return;
      isConnection = true;
      clearTimeout(deadline);
      silence.refresh();
    },
  };
  const ended = Promise.resolve()
    .then(() => feed(sink, signal, position))
    .catch((error: unknown) => (signal.aborted ? signal.reason : error) as Error)
    .finally(() => {
      clearTimeout(silence);
      clearTimeout(deadline);
    });
  return { ended, close };
}
