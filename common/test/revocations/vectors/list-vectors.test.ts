import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { keyOf, parseRevocation } from '../../../src/revocations/revocation';
import { createRevocationList } from '../../../src/revocations/revocation-list';
import { stopDate } from '../../support/clock';

type Step = { readonly now: number } & (
  { readonly add: { readonly key?: unknown; readonly until?: unknown } } | { readonly drop: true }
);

interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly expect: {
    readonly entries: readonly { readonly key: string; readonly until: number }[];
    readonly verdicts: readonly Readonly<{
      now: number;
      sub: string;
      sid: string;
      gen: number;
      revoked: boolean;
    }>[];
  };
}

const file = join(__dirname, '../../../../docs/feed-vectors/list.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };

afterEach(() => void jest.useRealTimers());

function listAfter(steps: readonly Step[]) {
  const list = createRevocationList();
  for (const step of steps) {
    stopDate(step.now);
    if ('add' in step) {
      const revocation = parseRevocation(step.add.key, step.add.until);
      if (revocation) list.add(revocation);
    } else {
      // The first call may end in the middle of a round.
      list.dropExpired();
      list.dropExpired();
    }
  }
  return list;
}

describe('docs/feed-vectors/list.json', () => {
  it.each(cases)('$name', ({ steps, expect: expected }) => {
    const list = listAfter(steps);
    const held = Array.from(list.entries(), (entry) => ({ key: keyOf(entry), until: entry.until }));
    const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);
    expect(held.sort(byKey)).toEqual([...expected.entries].sort(byKey));
    for (const { now, revoked, ...claims } of expected.verdicts) {
      stopDate(now);
      expect({ ...claims, revoked: list.isRevoked(claims) }).toEqual({ ...claims, revoked });
    }
  });
});
