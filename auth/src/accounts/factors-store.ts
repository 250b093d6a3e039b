import { END_SESSIONS, withSessionsAsRead } from './account-document';
import type { AccountWriter } from './account-writer-store';
import type { FactorChange, FactorValues, FactorWrites } from './factor-storage';

export function createFactorWrites({ revoke, update }: AccountWriter): FactorWrites {
  return {
    async change(account, { set, ends, usedToken, entries }) {
      const { version } = account.factors;
      const filter = {
        ...withSessionsAsRead(account),
        password: account.password,
        'factors.version': version === 0 ? { $in: [0, null] } : version,
        ...(usedToken !== undefined && {
          'mailTokens.factor': { $elemMatch: { hash: usedToken, until: { $gt: new Date() } } },
        }),
      };
      const write = ends === 'nothing' ? update : revoke;
      return write(filter, updateOf(set, ends, usedToken), entries);
    },
  };
}

function updateOf(values: FactorValues, ends: FactorChange['ends'], usedToken: string | undefined) {
  const named = Object.entries(values).map(([name, value]) => [`factors.${name}`, value] as const);
  const unset = [
    ...named.filter(([, value]) => value === undefined).map(([name]) => name),
    ...(usedToken === undefined ? [] : ['mailTokens.factor']),
  ];
  return {
    $set: Object.fromEntries(named.filter(([, value]) => value !== undefined)),
    $inc: {
      'factors.version': 1,
      ...(ends !== 'nothing' && { 'factors.gen': 1 }),
      ...(ends === 'sessions' && END_SESSIONS.$inc),
    },
    $unset: {
      ...(ends === 'sessions' && END_SESSIONS.$unset),
      ...Object.fromEntries(unset.map((name) => [name, ''])),
    },
  };
}
