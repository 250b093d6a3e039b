import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookiesOf, deviceOf, signUpDevice, type Device } from '../support/devices';
import { holdNext } from '../support/hold';
import { collectLogs } from '../support/logs';
import { newEmail, PASSWORD } from '../support/people';
import { openRaw, postHead } from '../support/raw-connection';
import { accessTokenIn } from '../support/tokens';
import { until } from '../support/until';

const { lines, stream } = collectLogs();
let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({}, stream);
});

afterAll(() => auth.stop());

/** The line about one answer, which comes when that has left. */
async function lineOf(id: string): Promise<Record<string, unknown>> {
  const line = () => lines.find(({ req }) => (req as { id?: string } | undefined)?.id === id);
  await until(`a line about ${id}`, () => line() !== undefined);
  return line()!;
}

describe('the log', () => {
  it('has one line for each answer, with what a search needs and nothing else', async () => {
    await auth.request().get('/api/users/currentuser?q=1').set('X-Request-Id', 'one-line').expect(200);
    const { time, pid, hostname, ...line } = await lineOf('one-line');
    expect([typeof time, typeof pid, typeof hostname]).toEqual(['number', 'number', 'string']);
    expect(line).toEqual({
      level: 30,
      reqId: 'one-line',
      req: { id: 'one-line', method: 'GET', path: '/api/users/currentuser' },
      res: { status: 200 },
      responseTime: expect.any(Number),
      msg: 'request completed',
    });
  });
});

describe('an answer that its client did not wait for', () => {
  it('is logged as 499, once, and counted', async () => {
    const held = holdNext(auth.services.passwords, 'signIn');
    const body = JSON.stringify({ email: newEmail(), password: PASSWORD });
    const head = postHead('/api/users/signin', body).replace('\r\n\r\n', '\r\nX-Request-Id: gone\r\n\r\n');
    const client = await openRaw(Number(new URL(auth.url).port), head + body);
    await held.reached;
    client.socket.destroy();
    expect(await lineOf('gone')).toMatchObject({ level: 30, res: { status: 499 }, msg: 'request aborted' });
    held.letGo();
    await auth.request().get('/').set('X-Request-Id', 'after').expect(404);
    await lineOf('after');
    expect(lines.filter(({ req }) => (req as { id?: string } | undefined)?.id === 'gone')).toHaveLength(1);
    expect(await auth.metrics.registry.metrics()).toMatch(
      /_count\{method="POST",route="\/signin",status="499"\} 1$/m,
    );
  });
});

describe('a request target', () => {
  it.each([
    ['http://user:canary@example.com/api/users?email=canary', '/api/users'],
    ['//user:canary@example.com/api/users', '/api/users'],
    ['/api/users/http%3A%2F%2Fuser%3Acanary%40host', '/api/users/…'],
    ['*', '*'],
  ])('%s is logged without what may be secret in it', async (target, path) => {
    const id = `target-${path.length}-${target.length}`;
    const request = `GET ${target} HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\nConnection: close\r\n\r\n`;
    const from = lines.length;
    await (
      await openRaw(Number(new URL(auth.url).port), request)
    ).ended;
    expect((await lineOf(id)).req).toMatchObject({ path });
    expect(JSON.stringify(lines.slice(from))).not.toContain('canary');
  });
});

describe('an outage of MongoDB', () => {
  it('is told once with its cause, beside the line about each answer', async () => {
    await auth.connection.close();
    const signIn = auth.request().post('/api/users/signin').set('X-Request-Id', 'a-fault');
    await signIn.send({ email: newEmail(), password: PASSWORD }).expect(503);
    await auth.connection.openUri(auth.config.MONGO_URI);
    expect(await lineOf('a-fault')).not.toHaveProperty('err');

    const about = lines.filter(({ reqId }) => reqId === 'a-fault');
    expect(about.map(({ msg }) => msg)).toEqual(['request errored']);
    const told = lines.filter(({ msg }) => msg === 'MongoDB cannot be used; trying again');
    expect(told).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ type: 'MongoNotConnectedError' }) }),
    ]);
  });
});

describe('the request id', () => {
  it.each(['abc', '4f9c2a-B_7', 'x'.repeat(64)])('%s of the caller is taken', async (id) => {
    const { headers } = await auth.request().get('/api/users/currentuser').set('X-Request-Id', id);
    expect(headers['x-request-id']).toBe(id);
    expect(await lineOf(id)).toBeDefined();
  });

  it.each(['', 'two words', 'x'.repeat(65), '{"level":60}', 'a;b', 'ümlaut'])(
    '%j of the caller is replaced',
    async (id) => {
      const { headers } = await auth.request().get('/api/users/currentuser').set('X-Request-Id', id);
      expect(headers['x-request-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    },
  );

  it('differs from request to request', async () => {
    const ask = async () => (await auth.request().get('/')).headers['x-request-id'];
    expect(await ask()).not.toBe(await ask());
  });
});

describe('a whole session at level trace', () => {
  const secrets = new Map<string, string>();

  /** Notes all that is secret of a device. */
  function note(what: string, { session, refresh }: Device): void {
    const [, family = '', t = ''] = refresh.split('.');
    secrets.set(`${what} session cookie`, session);
    secrets.set(`${what} access token`, accessTokenIn(session));
    secrets.set(`${what} signature`, accessTokenIn(session).split('.')[2]!);
    secrets.set(`${what} refresh family`, family);
    secrets.set(`${what} refresh token`, t);
  }

  const secret = (what: string, text: string): string => {
    secrets.set(what, text);
    return text;
  };

  const post = (path: string, body: object | string, cookie = '') =>
    auth.request().post(`/api/users/${path}`).set('Cookie', cookie).type('json').send(body);

  async function succeed(): Promise<Device> {
    const password = secret('password', 'a password to look for');
    const owner = await signUpDevice(auth, password);
    note('first', owner);
    const refreshed = await post('refresh', {}, cookiesOf(owner)).expect(200);
    note('refreshed', deviceOf(refreshed));
    const newPassword = secret('new password', 'another one to look for');
    const change = { currentPassword: password, newPassword };
    const changed = deviceOf(await post('password', change, cookiesOf(deviceOf(refreshed))).expect(200));
    note('changed', changed);
    return changed;
  }

  async function fail(device: Device): Promise<void> {
    const wrong = secret('wrong password', 'a wrong one to look for');
    const credentials = { email: newEmail(), password: wrong };
    await post('signin', credentials).expect(400);
    await post('signup', { email: 'no email', password: wrong }).expect(400);
    await post('signin', `{"password":"${secret('malformed', 'in malformed json')}"`).expect(400);
    await post('signin', { password: secret('large', 'in a large body').repeat(2000) }).expect(413);
    await post('signin', credentials, `session=${secret('planted', 'cGxhbnRlZA')}`).expect(400);
    await auth
      .request()
      .get('/api/users/sessions')
      .auth(secret('bearer', 'not-a-token-of-ours'), { type: 'bearer' })
      .expect(401);
    await auth.request().get('/').auth('user', secret('basic', 'basic-password')).expect(404);
    await auth
      .request()
      .get(`/api/users/refresh?return_to=//x&q=${secret('query', 'in-the-query')}`)
      .set('Cookie', cookiesOf(device))
      .expect(400);
  }

  async function failWithoutMongo(device: Device): Promise<void> {
    await auth.connection.close();
    await post('signin', { email: newEmail(), password: PASSWORD }).expect(503);
    secrets.set('password during an outage', PASSWORD);
    await post('refresh', {}, cookiesOf(device)).expect(503);
  }

  it('leaves no password, token, cookie, query or authorization value in the log', async () => {
    const from = lines.length;
    const device = await succeed();
    await fail(device);
    await failWithoutMongo(device);
    await auth.request().get('/').set('X-Request-Id', 'last').expect(404);
    await lineOf('last');

    const written = lines.slice(from);
    expect(written.map(({ msg }) => msg)).toContain('request errored');
    const text = JSON.stringify(written);
    const found = [...secrets].filter(([, value]) => text.includes(value)).map(([what]) => what);
    expect(found).toEqual([]);
    await auth.connection.openUri(auth.config.MONGO_URI);
  });
});
