import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseUri } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';
import { openRaw, postHead, type RawConnection } from '../support/raw-connection';
import { endSpawned, startAuthProcess, untilStatus, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';
import { withAuth } from '../support/with-auth';

/** Less than what the drain allows for requests in flight, so that nothing else can have held it. */
const PROMPTLY = 8_000;

afterEach(endSpawned);

/** Sends SIGTERM and returns how the process ended, or 'still running' after a while. */
function terminate(auth: AuthProcess, signal: NodeJS.Signals = 'SIGTERM') {
  auth.child.kill(signal);
  return Promise.race([auth.exited, sleep(PROMPTLY, 'still running' as const, { ref: false })]);
}

/** Starts a sign-in whose body has not been sent: the service has it and waits. */
async function beginSignIn(auth: AuthProcess, body: string): Promise<RawConnection> {
  const connection = await openRaw(auth.port, postHead('/api/users/signin', body));
  await until('the request has arrived', () => connection.received().includes('100 Continue'));
  return connection;
}

describe('SIGTERM while a sign-in is in flight', () => {
  it('answers that one, refuses new ones, is not ready meanwhile, and ends with exit code 0', async () => {
    const auth = await startAuthProcess();
    const credentials = JSON.stringify({ email: newEmail(), password: PASSWORD });
    await auth.request().post('/api/users/signup').type('json').send(credentials).expect(201);
    const inFlight = await beginSignIn(auth, credentials);

    auth.child.kill('SIGTERM');
    await untilStatus(auth, '/readyz', 503);
    await auth.internal().get('/healthz').expect(200);
    await expect(auth.request().get('/api/users/currentuser')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });

    inFlight.socket.write(credentials);
    await inFlight.ended;
    const answer = inFlight.received().split('\r\n\r\n').slice(1).join('\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nSet-Cookie: session=\w+/);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
    expect(await auth.exited).toEqual({ code: 0, signal: null });
    expect(auth.messages().slice(-4)).toEqual([
      'draining',
      'authentication event',
      'request completed',
      'stopped',
    ]);
  });

  it('does not wait for ever for a body that does not come', async () => {
    const auth = await startAuthProcess();
    const inFlight = await beginSignIn(auth, JSON.stringify({ email: newEmail(), password: PASSWORD }));
    auth.child.kill('SIGTERM');
    await inFlight.ended;
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });
});

describe('SIGTERM while a client holds a connection open', () => {
  const request = 'GET /api/users/currentuser HTTP/1.1\r\nHost: a\r\n\r\n';

  it('answers what comes on it next, as the last of that connection', async () => {
    const auth = await startAuthProcess();
    const connection = await openRaw(auth.port, request);
    await until('the answer is there', () => connection.received().includes('{"currentUser":null}'));
    auth.child.kill('SIGTERM');
    await untilStatus(auth, '/readyz', 503);

    connection.socket.write(request);
    await connection.ended;
    const answers = connection.received().split('HTTP/1.1 200 OK').slice(1);
    expect(answers).toEqual([
      expect.stringContaining('\r\nConnection: keep-alive\r\n'),
      expect.stringContaining('\r\nConnection: close\r\n'),
    ]);
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });
});

describe('a drain is not held by', () => {
  it.each([
    ['a connection that is kept alive', 'GET /api/users/currentuser HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a connection on which nothing was ever sent', ''],
    ['a connection with half a head', 'GET /api/users/currentuser HTTP/1.1\r\nHost: a\r\nX-Slow: '],
  ])('%s', async (_what, text) => {
    const auth = await startAuthProcess();
    const connection = await openRaw(auth.port, text);
    if (text.endsWith('\r\n\r\n')) {
      await until('the answer is there', () => connection.received().includes('{"currentUser":null}'));
      expect(connection.received()).toContain('Connection: keep-alive');
    }
    expect(await terminate(auth)).toEqual({ code: 0, signal: null });
    await connection.ended;
  });

  it('a client that sends one request after the other on one connection', async () => {
    const auth = await startAuthProcess();
    const request = 'GET /api/users/currentuser HTTP/1.1\r\nHost: a\r\n\r\n';
    const connection = await openRaw(auth.port, request);
    connection.socket.on('data', () => connection.socket.write(request));
    expect(await terminate(auth)).toEqual({ code: 0, signal: null });
  });
});

describe('SIGTERM right after a failed sign-in', () => {
  it('leaves it in the log of events', async () => {
    const MONGO_URI = databaseUri();
    const auth = await startAuthProcess({ MONGO_URI });
    const [email, password] = [newEmail(), PASSWORD];
    await auth.request().post('/api/users/signup').send({ email, password }).expect(201);
    await auth.request().post('/api/users/signin').send({ email, password: 'wrong' }).expect(400);
    expect(await terminate(auth)).toEqual({ code: 0, signal: null });
    const failures = await withAuth({ MONGO_URI }, ({ connection }) =>
      connection.collection('events').countDocuments({ type: 'sign_in_failed', 'details.count': 1 }),
    );
    expect(failures).toBe(1);
  });
});

describe('SIGINT', () => {
  it('ends the service as SIGTERM does', async () => {
    expect(await terminate(await startAuthProcess(), 'SIGINT')).toEqual({ code: 0, signal: null });
  });
});
