import type { Connection } from '../database';
import type { Owner, Session, SessionPosition } from './session';
import { sessionSchema, toSession } from './session-document';
import type { OpenSessions, SessionQuery } from './storage';

/** Those that ended together with others are not read. */
export function createOpenSessions(connection: Connection): OpenSessions {
  const sessions = connection.model('Session', sessionSchema);
  const open = (userId: string) => ({ userId, revokedAt: null, expiresAt: { $gt: new Date() } });

  /** The session that outlived its generation, which the index has not beside the others. */
  async function findKept(userId: string, { sessionGen, keepSid }: Owner): Promise<Session | undefined> {
    if (keepSid === undefined) return undefined;
    const other = { ...open(userId), _id: keepSid, sessionGen: { $ne: sessionGen } };
    const kept = await sessions.findOne(other);
    return kept ? toSession(kept) : undefined;
  }

  return {
    async listOpen(userId: string, owner: Owner, { after, limit }: SessionQuery): Promise<Session[]> {
      const filter = {
        ...open(userId),
        sessionGen: owner.sessionGen,
        ...(after && {
          createdAt: { $lte: after.createdAt },
          $or: [{ createdAt: { $lt: after.createdAt } }, { _id: { $lt: after.id } }],
        }),
      };
      const [current, kept] = await Promise.all([
        sessions.find(filter).sort({ createdAt: -1, _id: -1 }).limit(limit),
        findKept(userId, owner),
      ]);
      const isOnPage = kept !== undefined && (after === undefined || lastBegunFirst(after, kept) < 0);
      const all = [...current.map(toSession), ...(isOnPage ? [kept] : [])];
      return all.sort(lastBegunFirst).slice(0, limit);
    },

    async findSurplus(userId: string, owner: Owner, max: number, limit: number): Promise<string[]> {
      const [stays, ...surplus] = await sessions
        .find({ ...open(userId), sessionGen: owner.sessionGen })
        .select({ lastSeenAt: 1 })
        .sort({ lastSeenAt: -1, createdAt: -1, _id: -1 })
        // From the last one that may stay on.
        .skip(max - 1)
        .limit(limit + 1)
        .lean();
      const ids = surplus.map(({ _id }) => _id);
      const kept = stays && (await findKept(userId, owner));
      if (!kept) return ids;
      return [kept.lastSeenAt < stays.lastSeenAt ? kept.id : stays._id, ...ids].slice(0, limit);
    },
  };
}

function lastBegunFirst(one: SessionPosition, other: SessionPosition): number {
  return (
    other.createdAt.getTime() - one.createdAt.getTime() ||
    Number(one.id < other.id) - Number(one.id > other.id)
  );
}
