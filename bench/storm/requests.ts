import { createPieces } from '../followers/pieces.js';
import { positionOf } from '../followers/position-of.js';
import type { RawConnection, RawHead } from '../followers/raw-connection.js';
import { CHUNK_END, STREAM } from '../followers/sse-follower.js';
import type { Way } from './ways.js';

/** Takes what the source answers. */
export interface Answers {
  answered(request: Way, head: RawHead): void;
  /** More of the stream, cut only between events. */
  piece(bytes: Buffer): void;
  /** The snapshot is in. */
  snapshot(position: string | undefined): void;
  /** An answer of another status than 200 has ended. */
  refused(status: number): void;
}

const SNAPSHOT = { path: '/revocations/snapshot', headers: { 'Accept-Encoding': 'gzip' } };

/** Asks for the stream, with all entries at its beginning if there is no position. */
export function askStream(connection: RawConnection, position: string | undefined, answers: Answers): void {
  const read = createPieces(CHUNK_END, (bytes) => answers.piece(bytes));
  const since = position === undefined ? {} : { 'Last-Event-ID': position };
  let status = 0;
  connection.ask(
    { ...STREAM, headers: { ...STREAM.headers, ...since } },
    {
      head(head) {
        status = head.status;
        answers.answered(position === undefined ? 'inline' : 'resume', head);
      },
      body: (bytes) => status === 200 && read(bytes),
      end() {
        if (status === 200) connection.close();
        else answers.refused(status);
      },
    },
  );
}

/** Asks for the snapshot, and reads nothing of it but its position. */
export function askSnapshot(connection: RawConnection, answers: Answers): void {
  let status = 0;
  let position: string | undefined;
  connection.ask(SNAPSHOT, {
    head(head) {
      status = head.status;
      answers.answered('snapshot', head);
    },
    body(bytes) {
      if (status === 200) position ??= positionOf(bytes);
    },
    end() {
      if (status === 200) answers.snapshot(position);
      else answers.refused(status);
    },
  });
}
