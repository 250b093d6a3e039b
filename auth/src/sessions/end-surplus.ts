import { randomInt } from 'node:crypto';
import type { EntriesOf, SessionStore } from './storage';

const MAX_AT_ONCE = 100;

/**
 * Ends sessions until there are none too many. Parallel sign-ins overshoot for a moment: each stores its session before it
 * looks, so the last to look sees all. Each begins somewhere else and looks again when another one was faster, so that
 * they share the work.
 * @param entriesOf the events of each
 * @param find tells sessions that are too many, at most so many
 * @returns the ids of those that this call ended
 */
export async function endSurplus(
  store: Pick<SessionStore, 'revoke'>,
  entriesOf: EntriesOf,
  find: (limit: number) => Promise<string[]>,
): Promise<string[]> {
  const ended: string[] = [];
  for (;;) {
    const surplus = await find(MAX_AT_ONCE);
    const start = surplus.length > 1 ? randomInt(surplus.length) : 0;
    let wasFirst = true;
    for (const sid of [...surplus.slice(start), ...surplus.slice(0, start)]) {
      wasFirst = await store.revoke(sid, 'too_many_sessions', entriesOf);
      if (!wasFirst) break;
      ended.push(sid);
    }
    if (wasFirst && surplus.length < MAX_AT_ONCE) return ended;
  }
}
