import { setTimeout as sleep } from 'timers/promises';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { HEARTBEAT_MS } from './feed';
import { LiveUnavailableError } from './live-unavailable-error';
import { LIVE_PREFIX } from './nats';
import { isStoredFrom, readPages, requirePages } from './read-pages';
import { readStored, type StoredMessage } from './stored-message';

/** In ms; an as-of comes so often where what is stored is republished. */
const SILENCE_MS = HEARTBEAT_MS + 1000;
/** In ms; between servers, what is stored can be read a little sooner than it is told. */
const GRACE_MS = 1000;

/** Messages in the order in which they were stored. */
export interface Told {
  readonly messages: readonly StoredMessage[];
  /** Whether all that was stored before them is told; not so before the last page of the snapshot. */
  readonly isComplete: boolean;
}

/**
 * Tells what the bucket `revocations` holds, and then what is stored in it, as the server republishes it. Nothing is
 * made on the server, and it ends with the connection.
 * @param inboxPrefix below which the answers to its requests come in
 * @throws LiveUnavailableError when the server is too old, or does not republish
 * @throws Error when a message is missing, and of NATS when there is no bucket or no right to follow it
 */
export async function* followLive(connection: NatsConnection, inboxPrefix: string): AsyncGenerator<Told> {
  await requirePages(connection);
  const live = connection.subscribe(`${LIVE_PREFIX}>`)[Symbol.asyncIterator]();
  const first = live.next();
  // It is awaited after the pages.
  first.catch(() => undefined);
  // From here on the server keeps nothing back, so that nothing is between the pages and what is live.
  await connection.flush();
  let last = yield* readSnapshot(connection, inboxPrefix);
  await requireLive(connection, first, last);
  if (!last) {
    await first;
    last = yield* readSnapshot(connection, inboxPrefix);
  }
  for (let next = await first; !next.done; next = await live.next()) {
    const message = readLive(next.value);
    if (!message || (last && isKnown(message, last))) continue;
    if (message.sequence !== (last?.sequence ?? 0) + 1) throw new Error('a message of NATS is missing');
    last = message;
    yield { messages: [message], isComplete: true };
  }
  throw new Error('the connection to NATS ended');
}

async function* readSnapshot(
  connection: NatsConnection,
  inboxPrefix: string,
): AsyncGenerator<Told, StoredMessage | undefined> {
  const pages = readPages(connection, inboxPrefix);
  for (;;) {
    const page = await pages.next();
    if (page.done) {
      yield { messages: [], isComplete: true };
      return page.value;
    }
    yield { messages: page.value, isComplete: false };
  }
}

/** @returns undefined for what a service has had sent there: the end of a page, or an entry under another key */
function readLive(message: Msg): StoredMessage | undefined {
  const stored = readStored(message);
  return stored && message.subject === LIVE_PREFIX + stored.key ? stored : undefined;
}

/**
 * Whether a message was told before: in the snapshot, or by the server at the request of a service, which can name any
 * subject for its answers. A stream that was deleted and made anew begins with small sequences, too, but later.
 */
function isKnown(message: StoredMessage, last: StoredMessage): boolean {
  return message.sequence <= last.sequence && !(Date.parse(message.storedAt) > Date.parse(last.storedAt));
}

/** An auth service of before does not have the server republish: then what is stored is not told. */
async function requireLive(
  connection: NatsConnection,
  first: Promise<unknown>,
  last: StoredMessage | undefined,
): Promise<void> {
  if (await comesWithin(first, SILENCE_MS)) return;
  if (!(await isStoredFrom(connection, (last?.sequence ?? 0) + 1))) return;
  if (!(await comesWithin(first, GRACE_MS)))
    throw new LiveUnavailableError('the auth service does not have it told');
}

function comesWithin(first: Promise<unknown>, ms: number): Promise<boolean> {
  const came = first.then(() => true);
  return Promise.race([came, sleep(ms, false, { ref: false })]);
}
