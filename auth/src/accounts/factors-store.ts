import { END_SESSIONS, withSessionsAsRead } from './account-document';
import type { AccountWriter } from './account-writer-store';
import type { FactorChange, FactorWrites } from './factor-storage';
import { factorUpdate, withFactorsAsRead } from './factor-update';

export function createFactorWrites({ revoke, update }: AccountWriter): FactorWrites {
  return {
    async change(account, change) {
      const { ends, usedToken, entries } = change;
      const filter = {
        ...withSessionsAsRead(account),
        ...withFactorsAsRead(account),
        password: account.password,
        ...(usedToken !== undefined && {
          'mailTokens.factor': { $elemMatch: { hash: usedToken, until: { $gt: new Date() } } },
        }),
      };
      const write = ends === 'nothing' ? update : revoke;
      return write(filter, updateOf(change), entries);
    },
  };
}

function updateOf({ set, ends, usedToken }: FactorChange) {
  const { $set, $inc, $unset } = factorUpdate(set, ends !== 'nothing');
  return {
    $set,
    $inc: { ...$inc, ...(ends === 'sessions' && END_SESSIONS.$inc) },
    $unset: {
      ...$unset,
      ...(ends === 'sessions' && END_SESSIONS.$unset),
      ...(usedToken !== undefined && { 'mailTokens.factor': '' }),
    },
  };
}
