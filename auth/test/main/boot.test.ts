import { afterEach, describe, expect, it } from '@jest/globals';
import { listen } from '@latchkey/common/server';
import { freePort } from '../../../tools/ports';
import { createConnection, open } from '../../src/database';
import { databaseUri } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, spawnAuth, startAuthProcess, untilStatus } from '../support/spawn-auth';

afterEach(endSpawned);

/** The one line that a service which could not start has printed. */
async function faultOf(env: NodeJS.ProcessEnv): Promise<string> {
  const auth = await spawnAuth(env);
  expect(await auth.exited).toEqual({ code: 1, signal: null });
  return auth.stderr();
}

describe('a boot', () => {
  it('ends with a service that is alive, ready and signs people up', async () => {
    const auth = await startAuthProcess();
    await auth.internal().get('/healthz').expect(200, { status: 'alive' });
    await auth.internal().get('/readyz').expect(200, { status: 'ready' });
    await auth
      .request()
      .post('/api/users/signup')
      .send({ email: newEmail(), password: PASSWORD })
      .expect(201);
    expect(auth.messages().slice(0, 2)).toEqual(['listening', 'ready']);
    expect(auth.stderr()).toBe('');
  });

  it('serves no health, readiness or metrics on the public port', async () => {
    const auth = await startAuthProcess();
    for (const path of ['/healthz', '/readyz', '/metrics']) await auth.request().get(path).expect(404);
  });

  it.each(['PORT', 'INTERNAL_PORT'])('ends with one line when %s is in use', async (name) => {
    const port = await freePort();
    const other = await listen(() => undefined, port, '127.0.0.1');
    const fault = await faultOf({ [name]: String(port) });
    other.close();
    expect(fault).toBe(`auth: cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`);
  });

  it('ends with one line when both ports are the same', async () => {
    const port = String(await freePort());
    expect(await faultOf({ PORT: port, INTERNAL_PORT: port })).toMatch(
      /^auth: cannot listen: .*EADDRINUSE.*\n$/,
    );
  });

  it('ends with one line when HOST is not an address of this machine', async () => {
    expect(await faultOf({ HOST: '192.0.2.1' })).toMatch(/^auth: cannot listen: .*EADDRNOTAVAIL.*\n$/);
  });
});

describe('a configuration that is not usable', () => {
  it('is told in one message with all its faults and none of its values', async () => {
    const fault = await faultOf({
      JWT_KEY: '',
      MONGO_URI: 'mongo://auth:s3cret@db/auth',
      PORT: '99999',
      TRUST_PROXY: 's3cret',
    });
    const [head, ...faults] = fault.trimEnd().split('\n');
    expect(head).toBe('auth: The configuration is not usable:');
    expect(faults.map((line) => /^ {2}- ([A-Z_]+) /.exec(line)?.[1]).sort()).toEqual([
      'JWT_KEY',
      'MONGO_URI',
      'PORT',
      'TRUST_PROXY',
    ]);
    expect(fault).not.toMatch(/s3cret|99999/);
  });

  it('with a short JWT_KEY tells how to make a good one, and nothing of the short one', async () => {
    const fault = await faultOf({ JWT_KEY: 'just-thirty-one-bytes-long-key!' });
    expect(fault).toMatch(/JWT_KEY key 1 of the ring .*has 31 bytes, at least 32 are needed/);
    expect(fault).toContain('openssl rand -base64 48');
    expect(fault).not.toContain('just-thirty');
  });

  it('that works but is weak is warned of at start', async () => {
    const warningsWith = async (env: NodeJS.ProcessEnv) =>
      (await startAuthProcess(env)).messages().filter((message) => message.includes('PASSWORD_MIN_LENGTH'));
    expect(await warningsWith({ PASSWORD_MIN_LENGTH: '7' })).toEqual([
      'PASSWORD_MIN_LENGTH is below 8: such passwords are guessed',
    ]);
    expect(await warningsWith({ PASSWORD_MIN_LENGTH: '8' })).toEqual([]);
  });

  it.each([
    ['without a host', 'mongodb://auth:s3cret@'],
    ['with a colon in the password', 'mongodb://auth:s3cr:et@db/auth'],
    ['with a faulty option', 'mongodb://db/auth?s3cret'],
  ])('with a MONGO_URI %s is no outage to wait out', async (_how, uri) => {
    const fault = await faultOf({ MONGO_URI: uri });
    expect(fault).toContain('MONGO_URI must be like mongodb://user:password@host:27017/auth');
    expect(fault).not.toMatch(/s3c/);
  });
});

describe('a database in which two accounts have one email', () => {
  it('is told in one line, since only an operator can mend it', async () => {
    const uri = databaseUri();
    const connection = createConnection();
    await open(connection, uri);
    await connection.collection('users').insertMany([{ email: 'a@b.example' }, { email: 'a@b.example' }]);
    const fault = await faultOf({ MONGO_URI: uri });
    await connection.dropDatabase();
    await connection.close();
    expect(fault).toBe('auth: two accounts have the same email; merge them, then start again\n');
  });
});

describe('a boot while MongoDB is away', () => {
  it('leaves the service alive and not ready, and what needs MongoDB answers 503', async () => {
    const auth = await spawnAuth({ MONGO_URI: `mongodb://127.0.0.1:${await freePort()}/auth` });
    await untilStatus(auth, '/healthz', 200);
    await auth.internal().get('/readyz').expect(503, { status: 'not ready' });
    const credentials = { email: newEmail(), password: PASSWORD };
    // Mongoose would let it wait 10 s for a connection.
    const answer = await auth.request().post('/api/users/signin').send(credentials).timeout(5_000);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    await auth.request().get('/api/users/currentuser').expect(200, { currentUser: null });
  });

  it('can be ended by SIGTERM', async () => {
    const auth = await spawnAuth({ MONGO_URI: `mongodb://127.0.0.1:${await freePort()}/auth` });
    await untilStatus(auth, '/healthz', 200);
    auth.child.kill('SIGTERM');
    expect(await auth.exited).toEqual({ code: 0, signal: null });
    expect(auth.messages()).not.toContain('ready');
  });
});
