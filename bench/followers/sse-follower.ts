import { createPieces } from './pieces.js';
import { sendRaw } from './raw-request.js';

/** Who is told of one follower's feed. */
export interface RawSink {
  /** More of the feed, cut only between messages; the bytes are another's after the call. */
  piece(bytes: Buffer): void;
  counted(bytes: number): void;
  /** The connection is over. */
  over(why: string): void;
}

/** A follower that only reads. */
export interface RawFollower {
  close(): void;
}

/** Where a chunk of HTTP that ends with an event ends. */
export const CHUNK_END = '\n\n\r\n';

/** Follows `GET /revocations` with its snapshot inline. */
export function followSse(port: number, sink: RawSink): RawFollower {
  let isClosed = false;
  const request = { path: '/revocations', headers: { Accept: 'text/event-stream' } };
  const reader = {
    head({ status }: { status: number }) {
      if (status !== 200) socket.destroy(new Error(`status ${status}`));
    },
    body: createPieces(CHUNK_END, (bytes) => sink.piece(bytes)),
    over() {
      if (!isClosed) sink.over('a stream of the feed ended');
    },
  };
  const socket = sendRaw(port, request, reader, (bytes) => sink.counted(bytes));
  return {
    close() {
      isClosed = true;
      // Without the minute that a port waits after an orderly end: thousands end here at once.
      socket.resetAndDestroy();
    },
  };
}
