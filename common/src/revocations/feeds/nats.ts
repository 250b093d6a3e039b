import type { Socket } from 'net';
import type { NatsConnection, NatsConnectionImpl } from '@nats-io/transport-node';
import { CredentialsRefusedError } from './credentials-refused-error';
import { handingOverSockets } from './sockets-of';

/** The key-value bucket of the revocations, and the key in it that tells how current it is. */
export const BUCKET = 'revocations';
export const AS_OF_KEY = 'as-of';
/** Where the server republishes a key of the bucket once it is stored. */
export const LIVE_PREFIX = `${BUCKET}.live.`;

const CONNECT_TIMEOUT_MS = 2000;

const REFUSED =
  'REVOCATIONS_URL has a user or a password that NATS refuses; compare them with those of the server';

export interface NatsOptions {
  /** What the server's own lists show. */
  readonly name: string;
  /** Where answers come in; NATS's default is `_INBOX`. */
  readonly inboxPrefix?: string;
}

/** The user that services share where none has its own. */
const SHARED_USER = 'service';

/**
 * Where the messages and answers for a follower come in: below a subject of its user's own, which no other user may
 * read. Who reads it learns the names of consumers and inboxes, and can disturb them.
 * @returns NATS's default where the URL has no user, the shared one, or one whose name is not of letters, digits, `-` and `_`
 */
export function inboxPrefixOf({ username }: URL): string {
  return username !== SHARED_USER && /^[\w-]+$/.test(username) ? `_INBOX_user.${username}` : '_INBOX';
}

/**
 * Connects once: a new connection starts over, which repairs what was lost meanwhile. Neither the connection
 * nor what opens it keeps the process alive, and both end at once when `signal` is aborted, also when the network
 * swallows everything.
 * @param url `nats://user:password@host:4222`, or `tls://…`
 * @throws CredentialsRefusedError when the server does not accept the user or the password
 */
export async function connectToNats(
  url: URL,
  options: NatsOptions,
  signal: AbortSignal,
): Promise<NatsConnection> {
  signal.throwIfAborted();
  const sockets: Socket[] = [];
  const destroy = () => sockets.forEach((socket) => socket.destroy());
  const over = new AbortController();
  const onAbort = (listener: () => void) =>
    signal.addEventListener('abort', listener, { once: true, signal: over.signal });
  const aborted = new Promise<never>((_resolve, reject) => onAbort(() => reject(signal.reason as Error)));
  onAbort(destroy);

  const keep = (socket: Socket) => {
    sockets.push(socket.unref());
    // Not before it connects, which would bring it back to life.
    if (signal.aborted) queueMicrotask(destroy);
  };
  try {
    const connecting = handingOverSockets(keep, () => connect(url, options));
    const connection = await Promise.race([connecting, aborted]);
    // Its timer would keep the process alive; the user of the connection notices silence.
    (connection as NatsConnectionImpl).protocol.heartbeats.cancel();
    // A signal that outlives connections must not gather listeners.
    void connection.closed().then(() => over.abort());
    return connection;
  } catch (error) {
    // The client leaves open what did not answer in time.
    destroy();
    over.abort();
    throw isRefusal(error)
      ? new CredentialsRefusedError('NATS refuses the user or the password', REFUSED, { cause: error })
      : error;
  }
}

/** Not a timeout of the authentication, which the client gives the same class. */
function isRefusal(error: unknown): boolean {
  const { name, message } = error as Error;
  return name === 'AuthorizationError' && /violation/i.test(message);
}

function connect(url: URL, options: NatsOptions): Promise<NatsConnection> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- loaded only where it is used
  const nats = require('@nats-io/transport-node') as typeof import('@nats-io/transport-node');
  return nats.connect({
    ...options,
    servers: url.host,
    ...(url.username !== '' && {
      user: decodeURIComponent(url.username),
      pass: decodeURIComponent(url.password),
    }),
    reconnect: false,
    timeout: CONNECT_TIMEOUT_MS,
    ...(url.protocol === 'tls:' && { tls: {} }),
  });
}
