import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUpDevice } from '../support/devices';
import { readFeed } from '../support/event-stream';
import { holdNext } from '../support/hold';
import { expectProblem } from '../support/problems';
import { openRaw, type RawConnection } from '../support/raw-connection';
import { endSpawned, startAuthProcess } from '../support/spawn-auth';
import { accessTokenIn } from '../support/tokens';
import { until } from '../support/until';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only-for-tests';

let auth: TestAuth | undefined;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  endSpawned();
  for (const stop of stops.splice(0)) await stop();
  await auth?.stop();
  auth = undefined;
});

async function start(env: NodeJS.ProcessEnv): Promise<TestAuth> {
  auth = await startAuth({ INTERNAL_TOKEN, ...env });
  return auth;
}

/** What the probes of a cluster ask must be answered whatever the others do. */
async function expectProbesAnswered(to: TestAuth): Promise<void> {
  for (const path of ['/healthz', '/readyz', '/metrics']) await to.internal().get(path).expect(200);
}

async function gaugeOf(to: TestAuth, name: string): Promise<number> {
  const { text: metrics } = await to.internal().get('/metrics').expect(200);
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1]);
}

describe('the feed', () => {
  it('takes MAX_FOLLOWERS, and answers 503 with Retry-After to more', async () => {
    const to = await start({ MAX_FOLLOWERS: '2' });
    await to.services.revocations.readAll([]);
    const followers = [await readFeed(to), await readFeed(to)];
    expect(await gaugeOf(to, 'latchkey_revocations_followers')).toBe(2);
    const refused = await to.internal().get('/revocations');
    expectProblem(refused, 503, 'unavailable');
    expect(refused.headers['retry-after']).toMatch(/^[1-5]$/);
    expect(await gaugeOf(to, 'latchkey_revocations_followers')).toBe(2);
    await to.internal().head('/revocations').expect(200);
    await expectProbesAnswered(to);

    followers[0]!.leave();
    await until('it has left', async () => (await gaugeOf(to, 'latchkey_revocations_followers')) === 1);
    expect((await readFeed(to)).response.statusCode).toBe(200);
  });

  it('is followed by the library once there is a place, which backs off until then', async () => {
    const to = await start({ MAX_FOLLOWERS: '1' });
    await to.services.revocations.readAll([]);
    const first = await readFeed(to);
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const followed = followRevocations({ url: `${to.internalUrl}/revocations`, onOutage: 'deny' });
    stops.push(() => followed.close());
    await until('it is refused', () => warned.mock.calls.length > 0);
    expect(warned).toHaveBeenCalledWith(
      'the revocation feed is cut off: the source is busy and asks to come back later; connecting again',
    );
    first.leave();
    await until('it follows', async () => {
      // As the job does: only an as-of that is newer than the snapshot's makes a connection.
      await to.services.revocations.readAll([]);
      return followed.status().connected;
    });
    expect(warned).toHaveBeenCalledTimes(1);
  });
});

describe('/verify and /introspect', () => {
  it('answer MAX_TOKEN_CHECKS at once, and 503 with Retry-After to more', async () => {
    const to = await start({ MAX_TOKEN_CHECKS: '1' });
    const token = accessTokenIn((await signUpDevice(to)).session);
    const held = holdNext(to.services.sessions, 'find');
    const first = to
      .internal()
      .get('/verify')
      .auth(token, { type: 'bearer' })
      .then(({ status }) => status);
    await held.reached;
    expect(await gaugeOf(to, 'latchkey_token_checks')).toBe(1);

    const verify = await to.internal().get('/verify').auth(token, { type: 'bearer' });
    const introspect = await to
      .internal()
      .post('/introspect')
      .auth(INTERNAL_TOKEN, { type: 'bearer' })
      .type('form')
      .send({ token });
    for (const refused of [verify, introspect]) {
      expectProblem(refused, 503, 'unavailable');
      expect(refused.headers['retry-after']).toBe('1');
    }
    await expectProbesAnswered(to);
    held.letGo();
    expect(await first).toBe(200);
    await to.internal().get('/verify').auth(token, { type: 'bearer' }).expect(200);
  });

  it('give back the place of a caller that went away', async () => {
    const to = await start({ MAX_TOKEN_CHECKS: '1' });
    const token = accessTokenIn((await signUpDevice(to)).session);
    const held = holdNext(to.services.sessions, 'find');
    const port = Number(new URL(to.internalUrl).port);
    const caller = await openRaw(
      port,
      `GET /verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    await held.reached;
    caller.socket.destroy();
    await until('it is given back', async () => (await gaugeOf(to, 'latchkey_token_checks')) === 0);
    held.letGo();
  });
});

/** Asks from another address of this machine: all of 127/8 is. */
async function getFrom(localAddress: string, port: number, path: string): Promise<string> {
  const asked = get({ host: '127.0.0.1', port, path, localAddress, agent: false });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return text(response);
}

describe('connections', () => {
  it('are at most MAX_CONNECTIONS on each port, and who has them all keeps no other address out', async () => {
    const own = await startAuthProcess({ MAX_CONNECTIONS: '3' });
    const openMany = (port: number) => Promise.all(Array.from({ length: 6 }, () => openRaw(port)));
    const closedOf = (many: RawConnection[]) => many.filter(({ socket }) => socket.closed).length;
    const [onPublic, onInternal] = [await openMany(own.port), await openMany(own.internalPort)];
    // The internal port has those of the test's own questions, too.
    await until('the rest is closed', () => closedOf(onPublic) === 3 && closedOf(onInternal) >= 3);

    expect(await getFrom('127.0.0.2', own.internalPort, '/healthz')).toContain('alive');
    expect(await getFrom('127.0.0.2', own.internalPort, '/metrics')).toMatch(
      /^latchkey_connections\{port="public"\} 3$/m,
    );
    expect(await getFrom('127.0.0.2', own.port, '/api/users/currentuser')).toBe('{"currentUser":null}');
  });
});
