import type { ServerResponse } from 'http';

/** A reader that reads nothing for so many heartbeats is cut off: to it, that is an outage anyway. */
const MAX_STALLED_HEARTBEATS = 3;

/**
 * Makes a function, to be called at each heartbeat, that tells whether a stream has not been read for too long, also in
 * the middle of what is known: what waits for it would fill the memory.
 */
export function watchStalling(res: ServerResponse): () => boolean {
  let taken = 0;
  let stalled = 0;
  return () => {
    const now = (res.socket?.bytesWritten ?? 0) - (res.socket?.writableLength ?? 0);
    stalled = res.writableLength > 0 && now === taken ? stalled + 1 : 0;
    taken = now;
    return stalled >= MAX_STALLED_HEARTBEATS;
  };
}
