import type { Msg } from '@nats-io/transport-node';
import { BUCKET } from './nats';

/** The stream behind the bucket, and the subject of a key in it. */
export const STREAM = `KV_${BUCKET}`;
export const SUBJECT_PREFIX = `$KV.${BUCKET}.`;

/** A message of the bucket's stream, as the server tells it in a page or republishes it. */
export interface StoredMessage {
  readonly key: string;
  /** Empty for an entry that was deleted. */
  readonly text: string;
  /** Its place in the stream. */
  readonly sequence: number;
  /** The place of the one before it in its page, 0 at the start of a page. */
  readonly previous: number;
  /** When it was stored, by the server's clock (RFC 3339). */
  readonly storedAt: string;
}

/**
 * Reads what the server says of a message in its headers (NATS ADR-28 and ADR-31). They alone say which key it is: a
 * service can have the answer to a request come in at any subject, also at one that others follow.
 * @returns undefined for anything that is not a message of the bucket
 */
export function readStored(message: Msg): StoredMessage | undefined {
  const { headers } = message;
  const subject = headers?.get('Nats-Subject') ?? '';
  const sequence = Number(headers?.get('Nats-Sequence'));
  if (headers?.get('Nats-Stream') !== STREAM || !subject.startsWith(SUBJECT_PREFIX)) return undefined;
  if (!Number.isSafeInteger(sequence) || sequence === 0) return undefined;
  return {
    key: subject.slice(SUBJECT_PREFIX.length),
    text: message.string(),
    sequence,
    previous: Number(headers.get('Nats-Last-Sequence')),
    storedAt: headers.get('Nats-Time-Stamp'),
  };
}
