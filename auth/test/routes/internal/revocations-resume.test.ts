import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, SECOND, stopClock } from '../../support/clock';
import { asOfEvent, readFeed, revokedEvent } from '../../support/event-stream';
import { expectProblem } from '../../support/problems';
import { sourcesOf } from '../../support/replica';
import { until } from '../../support/until';

let auth: TestAuth;
beforeEach(async () => {
  auth = await startAuth();
});
afterEach(async () => {
  restartClock();
  await auth.stop();
});

const log = () => auth.services.revocations;
const readLog = () => log().readAll(sourcesOf(auth));
const endSession = (session: string, ago = 0) =>
  log().record({ kind: 'session', session, revokedAt: new Date(Date.now() - ago) });
const untilOf = (key: string) =>
  [...log().list.entries()].find((each) => each.kind === 'session' && each.session === key)!.until;
const told = (...sessions: string[]) =>
  sessions.map((each) => revokedEvent(`session.${each}`, untilOf(each))).join('');
const resume = (position: string) => auth.internal().get('/revocations').set('Last-Event-ID', position);

describe('a follower with a position', () => {
  it('is told what was revoked since, then until when, then what comes', async () => {
    endSession('before', 2 * MINUTE);
    await readLog();
    const position = log().position()!;
    endSession('after');
    const { response, received } = await readFeed(auth, { 'last-event-id': position });
    expect(response.headers['content-type']).toBe('text/event-stream');
    await until('all is told', () => received().includes('as-of'));
    expect(received()).toBe(told('after') + asOfEvent(auth));
    endSession('live');
    await until('it is told, too', () => received().includes('live'));
    expect(received()).toBe(told('after') + asOfEvent(auth) + told('live'));
  });

  it('is told nothing else when nothing was revoked since', async () => {
    endSession('before', 2 * MINUTE);
    await readLog();
    const { received } = await readFeed(auth, { 'last-event-id': log().position()! });
    await until('all is told', () => received() !== '');
    expect(received()).toBe(asOfEvent(auth));
  });

  it('gets what is new once, however often it is told', async () => {
    await readLog();
    const { received } = await readFeed(auth, { 'last-event-id': log().position()! });
    for (let times = 0; times < 3; times++) endSession('live');
    endSession('last');
    await until('it is told', () => received().includes('last'));
    expect(received().split('session.live')).toHaveLength(2);
  });

  it.each([
    ['of another election', () => '7fffffff0000000000000001.' + log().position()!.split('.')[1]],
    ['from the future', () => log().position()! + '0'],
    ['older than anything that is held', () => log().position()!.split('.')[0] + '.1'],
    ['of another server', () => '42'],
    ['of several', () => `${log().position()!}, ${log().position()!}`],
    ['of 15 kB', () => `${'0'.repeat(15_000)}.1`],
    ['with other bytes', () => `${log().position()!}\u00ff`],
  ])('is sent to the snapshot with a position %s', async (_which, position) => {
    await readLog();
    expectProblem(await resume(position()), 409, 'position_unknown');
    expect(auth.followers.taken).toBe(0);
  });

  it('is told all that is known when its position is empty', async () => {
    endSession('before', 2 * MINUTE);
    await readLog();
    const { received } = await readFeed(auth, { 'last-event-id': '' });
    await until('all is told', () => received().includes('as-of'));
    expect(received()).toBe(told('before') + asOfEvent(auth));
  });
});

describe('a replica that is not current', () => {
  const paths = ['/revocations', '/revocations/snapshot'];

  it.each(paths)('answers 503 to %s before it has read MongoDB', async (path) => {
    const answer = await auth.internal().get(path);
    expectProblem(answer, 503, 'unavailable');
    expect(answer.headers['retry-after']).toMatch(/^[1-5]$/);
    expectProblem(await auth.internal().get(path).set('Last-Event-ID', 'x'), 503, 'unavailable');
    await auth.internal().head(path).expect(503);
  });

  it.each(paths)('answers 503 to %s when its last read is 15 s ago, and cuts off nobody', async (path) => {
    const clock = stopClock();
    await readLog();
    const { received } = await readFeed(auth);
    await until('it follows', () => received() === asOfEvent(auth));
    clock.pass(15 * SECOND + 1);
    expectProblem(await auth.internal().get(path), 503, 'unavailable');
    endSession('live');
    await until('it is told', () => received().includes('live'));
    await readLog();
    await auth.internal().head(path).expect(200);
  });
});
