import { randomUUID } from 'crypto';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { LiveUnavailableError } from './live-unavailable-error';
import { readStored, STREAM, type StoredMessage } from './stored-message';

const REQUEST_SUBJECT = `$JS.API.DIRECT.GET.${STREAM}`;
const REQUEST_TIMEOUT_MS = 2000;
/** The server holds as much for each follower that reads: about a quarter of a megabyte. */
const PAGE_SIZE = 1000;
/** The stream has no other subjects; to match that of the bucket, the server would look at all messages for each page. */
const ANY_SUBJECT = '>';

const END_OF_PAGE = 204;
const NOT_FOUND = 404;

interface Page {
  readonly messages: readonly StoredMessage[];
  /** How many messages come after it. */
  readonly pending: number;
}

/**
 * Reads what the bucket holds by direct get (NATS ADR-31), page after page, oldest first. Nothing is made on the server.
 * @param inboxPrefix below which its answers come in
 * @returns the last message; undefined where the bucket is empty
 * @throws Error when the server does not answer, or an answer is missing
 */
export async function* readPages(
  connection: NatsConnection,
  inboxPrefix: string,
): AsyncGenerator<readonly StoredMessage[], StoredMessage | undefined> {
  let last: StoredMessage | undefined;
  for (;;) {
    const { messages, pending } = await readPage(connection, inboxPrefix, (last?.sequence ?? 0) + 1);
    yield messages;
    last = messages.at(-1) ?? last;
    if (pending === 0) return last;
  }
}

/**
 * Sees to it that the bucket can be read in pages.
 * @throws LiveUnavailableError when the server is older than 2.11
 * @throws Error of NATS when there is no such bucket, or no right to read it
 */
export async function requirePages(connection: NatsConnection): Promise<void> {
  const { headers } = await request(connection, { seq: 1, batch: 1 });
  // An older server does not know of pages.
  if (headers?.code !== NOT_FOUND && !headers?.has('Nats-Num-Pending'))
    throw new LiveUnavailableError('its server is older than 2.11');
}

/** Whether the bucket holds a message with this sequence or a higher one. */
export async function isStoredFrom(connection: NatsConnection, sequence: number): Promise<boolean> {
  const { headers } = await request(connection, { seq: sequence });
  return headers?.code !== NOT_FOUND;
}

function request(connection: NatsConnection, wanted: object): Promise<Msg> {
  const body = JSON.stringify({ ...wanted, next_by_subj: ANY_SUBJECT });
  return connection.request(REQUEST_SUBJECT, body, { timeout: REQUEST_TIMEOUT_MS });
}

async function readPage(connection: NatsConnection, inboxPrefix: string, start: number): Promise<Page> {
  // Of its own, so that no answer to another request is taken for a part of it.
  const inbox = `${inboxPrefix}.${randomUUID()}`;
  const answers = connection.subscribe(inbox, { timeout: REQUEST_TIMEOUT_MS });
  const body = JSON.stringify({ seq: start, batch: PAGE_SIZE, next_by_subj: ANY_SUBJECT });
  connection.publish(REQUEST_SUBJECT, body, { reply: inbox });
  const messages: StoredMessage[] = [];
  try {
    for await (const answer of answers) {
      const message = readStored(answer);
      const previous = messages.at(-1)?.sequence ?? 0;
      if (!message) return { messages, pending: readEnd(answer, previous) };
      // A route between servers that broke meanwhile carried some of them only.
      if (message.previous !== previous) throw new Error('a message of a page of NATS is missing');
      messages.push(message);
    }
  } finally {
    answers.unsubscribe();
  }
  throw new Error('the connection to NATS ended');
}

/** @returns how many messages come after the page */
function readEnd({ headers }: Msg, last: number): number {
  if (headers?.code === NOT_FOUND && last === 0) return 0;
  if (headers?.code !== END_OF_PAGE) throw new Error(`NATS refuses a page, with status ${headers?.code}`);
  if (Number(headers.get('Nats-Last-Sequence')) !== last)
    throw new Error('a message of a page of NATS is missing');
  return Number(headers.get('Nats-Num-Pending'));
}
