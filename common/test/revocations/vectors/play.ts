import { expect, jest } from '@jest/globals';
import { UnavailableError } from '../../../src/errors/unavailable-error';
import { createHttpFeed } from '../../../src/revocations/feeds/http/http-feed';
import { followFeed } from '../../../src/revocations/follow-feed';
import type { FollowedRevocations } from '../../../src/revocations/follow-revocations';
import type { RevocableClaims } from '../../../src/revocations/revocations';
import { createScriptedSource, type ScriptedSource } from './scripted-source';
import { now, type Expected, type Scenario, type Step, type Verdict } from './scenario';

interface Play {
  readonly source: ScriptedSource;
  readonly followed: FollowedRevocations;
  readonly isReady: () => boolean;
}

/** Plays a scenario to its end in virtual time, against the code that services run. */
export async function play({ onOutage, token, random, steps }: Scenario): Promise<void> {
  jest.useFakeTimers({ now, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
  const randoms = [random].flat();
  jest.spyOn(Math, 'random').mockImplementation(() => (randoms.length > 1 ? randoms.shift()! : randoms[0]!));
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  const source = createScriptedSource(elapsed);
  const feed = createHttpFeed({ url: new URL('http://source/revocations'), token }, source.connect);
  const followed = followFeed(feed, onOutage);
  let isReady = false;
  void followed.ready().then(
    () => (isReady = true),
    () => undefined,
  );
  for (const step of steps) {
    await jest.advanceTimersByTimeAsync(step.at - elapsed());
    await settle();
    await take(step, { source, followed, isReady: () => isReady });
    await settle();
  }
  expect(source.requests).toHaveLength(steps.filter(({ request }) => request).length);
  const closed = source.requests.flatMap(({ closedAt }, index) =>
    closedAt === undefined ? [] : [index + 1],
  );
  expect(closed).toEqual(steps.flatMap((step) => step.closed?.n ?? []).sort((one, other) => one - other));
  await followed.close();
  expect(jest.getTimerCount()).toBe(0);
}

/** Lets all happen that waits for no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await jest.advanceTimersByTimeAsync(0);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

async function take(step: Step, { source, followed, isReady }: Play): Promise<void> {
  const { answer, send, end, fail, clock } = step;
  const request = ({ n }: { n: number }) => {
    const found = source.requests[n - 1];
    if (!found) throw new Error(`at ${step.at} ms there is no request ${n}`);
    return found;
  };
  if (answer)
    request(answer).answer({
      status: answer.status,
      type: answer.type,
      retryAfter: answer.retryAfter,
    });
  if (send) for (let left = send.repeat ?? 1; left > 0; left--) request(send).send(send.text);
  if (end) request(end).end();
  if (fail) request(fail).fail();
  if (clock) jest.setSystemTime(Date.now() + clock.by);
  if (step.close) await followed.close();
  if (step.closed)
    expect({ ...step, closedAt: request(step.closed).closedAt }).toEqual({ ...step, closedAt: step.at });
  if (step.request) {
    const { path, headers, at } = request(step.request);
    const { 'last-event-id': lastEventId, authorization } = headers;
    const made = { n: step.request.n, path, lastEventId, token: authorization?.replace(/^Bearer /, '') };
    expect({ at, request: made }).toEqual(step);
  }
  if (step.expect)
    expect({ at: step.at, ...observe(step.expect, followed, isReady) }).toEqual({
      at: step.at,
      ...step.expect,
    });
}

/** What a follower holds and says of what is expected. */
function observe(expected: Expected, followed: FollowedRevocations, isReady: () => boolean): object {
  const { entries, connected, secondsSinceAsOf } = followed.status();
  const asOf = secondsSinceAsOf === Infinity ? null : Date.now() - Math.round(secondsSinceAsOf * 1000);
  const all: Record<keyof Expected, unknown> = {
    asOf,
    ready: isReady(),
    connected,
    entries,
    verdicts: expected.verdicts?.map((token) => ({ ...token, verdict: verdictOf(followed, token) })),
  };
  const names = new Set(Object.keys(expected));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

function verdictOf({ isRevoked }: FollowedRevocations, claims: RevocableClaims): Verdict {
  try {
    return isRevoked(claims) ? 'revoked' : 'live';
  } catch (error) {
    if (error instanceof UnavailableError) return 'unavailable';
    throw error;
  }
}
