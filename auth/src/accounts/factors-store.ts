import { END_SESSIONS, withSessionsAsRead } from './account-document';
import { endFactorCodes, endMailTokens } from './mail-token';
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

function updateOf({ set, ends, usedToken, password }: FactorChange) {
  const { $set, $inc, $unset } = factorUpdate(set, ends !== 'nothing');
  const mailed = endedTokens(ends, password !== undefined);
  return {
    $set: { ...$set, ...(password !== undefined && { password }), ...mailed?.$set },
    $inc: { ...$inc, ...(ends === 'sessions' && END_SESSIONS.$inc) },
    $unset: {
      ...$unset,
      ...(ends === 'sessions' && END_SESSIONS.$unset),
      ...(usedToken !== undefined && { 'mailTokens.factor': '' }),
      ...(password !== undefined && { temporaryPassword: '' }),
      ...mailed?.$unset,
    },
  };
}

/** What was mailed ends with the password, as at each change of it; codes of a first factor end with the sessions. */
function endedTokens(ends: FactorChange['ends'], hasPassword: boolean) {
  if (hasPassword) return endMailTokens();
  return ends === 'sessions' ? endFactorCodes() : undefined;
}
