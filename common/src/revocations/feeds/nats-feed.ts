import type { NatsConnection } from '@nats-io/transport-node';
import type { Feed, FeedSink } from './feed';
import { followBucket } from './follow-bucket';
import { followLive } from './follow-live';
import { windowOf } from './http/bounds';
import { LiveUnavailableError } from './live-unavailable-error';
import { AS_OF_KEY, connectToNats, inboxPrefixOf } from './nats';
import { parseRevocation, readJson } from '../revocation';

/**
 * Follows the key-value bucket `revocations` of NATS JetStream. Where its server or the auth service does not tell yet
 * what is stored, it makes a consumer as releases before 0.2.0 did, with one warning; the right to do so ends with 0.3.0.
 */
export function createNatsFeed(url: URL): Feed {
  let hasWarned = false;
  const warn = (reason: Error) => {
    if (!hasWarned)
      process.emitWarning(
        `revocations are followed by a consumer on NATS, since ${reason.message}; upgrade NATS, its configuration and the auth service before the next release`,
      );
    hasWarned = true;
  };
  return async (sink, signal) => {
    const options = { name: 'latchkey revocations', inboxPrefix: inboxPrefixOf(url) };
    const connection = await connectToNats(url, options, signal);
    try {
      try {
        await tellLive(connection, options.inboxPrefix, sink);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        await tellBucket(connection, options.inboxPrefix, sink, () => warn(error));
      }
      throw new Error('the connection to NATS ended');
    } finally {
      await connection.close();
    }
  };
}

async function tellLive(connection: NatsConnection, inboxPrefix: string, sink: FeedSink): Promise<void> {
  const teller = createTeller(sink);
  for await (const { messages, isComplete } of followLive(connection, inboxPrefix)) {
    for (const { key, text } of messages) teller.tell(key, text);
    // The as-of of a page is older than what was revoked since, which is on a later page.
    if (isComplete) teller.tellAsOf();
  }
}

async function tellBucket(
  connection: NatsConnection,
  inboxPrefix: string,
  sink: FeedSink,
  onFollowing: () => void,
): Promise<void> {
  const teller = createTeller(sink);
  for await (const { key, text, pending } of followBucket(connection, inboxPrefix)) {
    onFollowing();
    teller.tell(key, text);
    if (pending === 0) teller.tellAsOf();
  }
}

function createTeller(sink: FeedSink) {
  let asOf: { readonly at: number; readonly window: number | undefined } | undefined;
  return {
    tell(key: string, text: string): void {
      const { until, at, window } = readJson(text);
      if (key === AS_OF_KEY && Number.isSafeInteger(at)) asOf = { at: Number(at), window: windowOf(window) };
      const revocation = parseRevocation(key, until);
      if (revocation) sink.revoked(revocation);
    },
    /** Tells the newest as-of that came since the last call. */
    tellAsOf(): void {
      if (asOf) sink.asOf(asOf.at, undefined, asOf.window);
      asOf = undefined;
    },
  };
}

/** NATS, its configuration or the auth service is of before; a bucket that is not there looks like that, too. */
function isUnavailable(error: unknown): error is Error {
  const { name, cause } = error as Error;
  const names = [name, (cause as Error | undefined)?.name];
  return (
    error instanceof LiveUnavailableError ||
    names.includes('PermissionViolationError') ||
    names.includes('NoResponders')
  );
}
