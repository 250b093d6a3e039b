import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { startDatabase, type Database } from '../support/database';
import { signUp, type Person } from '../support/people';
import { program, type Program } from '../support/program';
import { knock } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(120_000);

const JWT_KEY = newPrivateKey('ES256');

describe('services that hold no key but JWKS_URL, while the auth service is away', () => {
  let database: Database;
  let auth: Program;
  let running: Program;
  let restarted: Program;
  let somebody: Person;

  beforeAll(async () => {
    database = await startDatabase();
    const ports = await freePorts(6);
    const pair = (index: number) => [ports[index]!, ports[index + 1]!] as const;
    auth = program('auth/dist/main.js', pair(0), { JWT_KEY, MONGO_URI: `${database.uri}auth` });
    const env = {
      JWKS_URL: `http://127.0.0.1:${auth.internalPort}/.well-known/jwks.json`,
      MONGO_URI: `${database.uri}tickets`,
    };
    running = program('examples/tickets/dist/main.js', pair(2), env);
    restarted = program('examples/tickets/dist/main.js', pair(4), env);
    await Promise.all([auth, running, restarted].map((each) => each.start()));
    somebody = await signUp(auth.url);
    expect(await Promise.all([running, restarted].map((each) => knock(each, somebody)))).toEqual([
      'in',
      'in',
    ]);
    await auth.kill();
  });
  afterAll(async () => {
    await Promise.all([auth, running, restarted].map((each) => each?.kill()));
    await database?.stop();
  });

  it('let people in from memory, and are ready', async () => {
    expect(await knock(running, somebody)).toBe('in');
    expect(await running.passes('readyz')).toBe(true);
  });

  it('say clearly that they are not ready when they are started meanwhile, and let nobody in', async () => {
    expect(await restarted.stop()).toBe(0);
    await restarted.start('healthz');
    await until(
      () => 'it says so',
      () => restarted.errors(),
      (errors) => /JWKS_URL cannot be read \(ECONNREFUSED\): there are no keys yet.*NOT READY/.test(errors),
    );
    expect(await restarted.passes('readyz')).toBe(false);
    expect(await knock(restarted, somebody)).toBe('no answer');
    expect(await restarted.stop()).toBe(0);
    await restarted.start('healthz');
  });

  it('are ready by themselves once it is back', async () => {
    await auth.start();
    await until(
      () => 'it is ready',
      () => restarted.passes('readyz'),
      Boolean,
    );
    expect(await knock(restarted, somebody)).toBe('in');
    expect(await knock(running, await signUp(auth.url))).toBe('in');
  });
});
