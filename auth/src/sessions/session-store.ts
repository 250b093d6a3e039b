import type { Connection } from '../database';
import type { RevokedTokens } from '../revocations/revocation-log';
import { createOpenSessions } from './open-sessions-store';
import type { EndReason, Session } from './session';
import { sessionSchema, toSession } from './session-document';
import type { Rotation, SessionStore } from './storage';

/**
 * Stores sessions in MongoDB.
 * @param onRevoked told of every session that was ended, once that is stored
 */
export function createSessionStore(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
): SessionStore {
  const sessions = connection.model('Session', sessionSchema);

  return {
    async createIndexes(): Promise<void> {
      await sessions.createIndexes();
    },

    async insert({ id, ...fields }: Session): Promise<void> {
      await sessions.create({ _id: id, ...fields });
    },

    async find(id: string): Promise<Session | undefined> {
      const session = await sessions.findById(id);
      return session ? toSession(session) : undefined;
    },

    ...createOpenSessions(connection),

    async rotate(id: string, currentHash: string, next: Rotation): Promise<boolean> {
      const { modifiedCount } = await sessions.updateOne(
        { _id: id, currentHash, revokedAt: null },
        { $set: next },
      );
      return modifiedCount === 1;
    },

    async addAccountHash(id: string, accountHash: string): Promise<void> {
      await sessions.updateOne({ _id: id, accountHash: null }, { $set: { accountHash } });
    },

    async revoke(id: string, revokedBecause: EndReason): Promise<boolean> {
      // MongoDB's clock, so that replicas whose clocks differ agree on what is new.
      const update = { $set: { revokedBecause }, $currentDate: { revokedAt: true } } as const;
      const session = await sessions.findOneAndUpdate({ _id: id, revokedAt: null }, update, {
        returnDocument: 'after',
      });
      if (session?.revokedAt) onRevoked({ kind: 'session', session: id, revokedAt: session.revokedAt });
      return session !== null;
    },

    async *revokedSince(time: Date): AsyncIterable<RevokedTokens> {
      for await (const { _id, revokedAt } of sessions
        .find({ revokedAt: { $gte: time } }, { revokedAt: 1 })
        .lean()) {
        yield { kind: 'session', session: _id, revokedAt: revokedAt! };
      }
    },

    async removeAll(userId: string): Promise<void> {
      await sessions.deleteMany({ userId });
    },

    async removeExpired(before: Date): Promise<void> {
      await sessions.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}
