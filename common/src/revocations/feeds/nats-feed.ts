import type { Feed } from './feed';
import { followBucket } from './follow-bucket';
import { AS_OF_KEY, connectToNats, inboxPrefixOf } from './nats';
import { parseRevocation, readJson } from '../revocation';

/** Follows the key-value bucket `revocations` of NATS JetStream. */
export function createNatsFeed(url: URL): Feed {
  return async (sink, signal) => {
    const options = { name: 'latchkey revocations', inboxPrefix: inboxPrefixOf(url) };
    const connection = await connectToNats(url, options, signal);
    try {
      let asOf: number | undefined;
      for await (const { key, text, pending } of followBucket(connection, options.inboxPrefix)) {
        const { until, at } = readJson(text);
        if (key === AS_OF_KEY && Number.isSafeInteger(at)) asOf = Number(at);
        const revocation = parseRevocation(key, until);
        if (revocation) sink.revoked(revocation);
        // The last as-of is older than what was revoked since, which is a part of the snapshot, too.
        if (pending > 0 || asOf === undefined) continue;
        sink.asOf(asOf);
        asOf = undefined;
      }
      throw new Error('the connection to NATS ended');
    } finally {
      await connection.close();
    }
  };
}
