import type { Connection } from '../database';
import { writeEntries, type OutboxWrite } from '../events/outbox';
import type { OnOutbox } from '../events/outbox-entry';
import type { RevocationSource, RevokedTokens } from '../revocations/revocation-log';
import type { EndReason } from './session';
import { sessionSchema, toSession } from './session-document';
import type { EntriesOf, SessionEnds } from './storage';

/**
 * @param onRevoked called for each session that was ended, once that is stored
 * @param onOutbox called for each write that left events, once it is stored
 */
export function createSessionEnds(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
  onOutbox: OnOutbox,
): SessionEnds & RevocationSource {
  const sessions = connection.model('Session', sessionSchema);

  /** The one way to end a session: it is published once it is stored. */
  async function end(id: string, revokedBecause: EndReason, outbox?: OutboxWrite) {
    const session = await sessions.findOneAndUpdate(
      { _id: id, revokedAt: null, ...outbox?.condition },
      {
        $set: { revokedBecause, ...outbox?.set },
        // MongoDB's clock, so that replicas whose clocks differ agree on what is new.
        $currentDate: { revokedAt: true },
        ...(outbox && { $push: outbox.push }),
      },
      { returnDocument: 'after' },
    );
    if (session?.revokedAt) onRevoked({ kind: 'session', session: id, revokedAt: session.revokedAt });
    return session;
  }

  return {
    async revoke(id: string, because: EndReason, entriesOf?: EntriesOf) {
      if (!entriesOf) return (await end(id, because)) !== null;
      async function read() {
        const session = await sessions.findOne({ _id: id, revokedAt: null });
        return session && { number: session.eventNumber, entries: entriesOf!(toSession(session)) };
      }
      const ended = await writeEntries(read, async (outbox) => {
        const session = await end(id, because, outbox);
        if (session) onOutbox({ source: 'sessions', id, entries: outbox.entries });
        return session;
      });
      return ended !== null;
    },

    async *revokedSince(time: Date): AsyncIterable<RevokedTokens> {
      for await (const { _id, revokedAt } of sessions
        .find({ revokedAt: { $gte: time } }, { revokedAt: 1 })
        .lean()) {
        yield { kind: 'session', session: _id, revokedAt: revokedAt! };
      }
    },
  };
}
