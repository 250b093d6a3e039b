import { createPieces } from './pieces.js';
import { openRaw } from './raw-connection.js';

/** Takes what the feed of one follower says. */
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
/** Nothing new for so long is an outage, in ms. */
export const SILENCE_MS = 15_000;
export const STREAM = { path: '/revocations', headers: { Accept: 'text/event-stream' } };

/** Follows `GET /revocations` with its snapshot inline. */
export function followSse(port: number, sink: RawSink): RawFollower {
  let why = 'a stream of the feed ended';
  let isClosed = false;
  const connection = openRaw(
    port,
    {
      counted: (bytes) => sink.counted(bytes),
      over: () => isClosed || sink.over(why),
    },
    SILENCE_MS,
  );
  connection.ask(STREAM, {
    head({ status }) {
      if (status !== 200) why = `the feed answered ${status}`;
    },
    body: createPieces(CHUNK_END, (bytes) => sink.piece(bytes)),
    end: () => connection.close(),
  });
  return {
    close() {
      isClosed = true;
      connection.close();
    },
  };
}
