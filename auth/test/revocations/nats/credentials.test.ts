import { afterEach, expect, it, jest } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { freePort } from '../../../../tools/ports';
import { startNats } from '../../../../tools/nats';
import { describeWithNats } from '../../support/nats';
import { endSpawned, spawnAuth, startAuthProcess } from '../../support/spawn-auth';
import { until } from '../../support/until';

const LOST = 'revocations are not published to NATS; connecting again';

describeWithNats('a password that NATS refuses', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    jest.restoreAllMocks();
    endSpawned();
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  async function start(options: Parameters<typeof startNats>[0] = {}) {
    const nats = await startNats(options);
    stops.push(() => nats.stop());
    return nats;
  }

  it('ends the start of the auth service in one message, with exit code 1', async () => {
    const nats = await start();
    const auth = await spawnAuth({ NATS_URL: `nats://auth:wrong-canary@127.0.0.1:${nats.port}` });
    expect(await auth.exited).toEqual({ code: 1, signal: null });
    expect(auth.stderr()).toBe(
      'auth: The configuration is not usable:\n  - NATS_URL has a user or a password that NATS refuses; compare them with those of the server\n',
    );
    expect(auth.stdout()).not.toContain('wrong-canary');
  });

  it('does not end an auth service that serves: it says so and goes on', async () => {
    const [port, passwords] = [await freePort(), { auth: 'one-secret', service: 'another' }];
    const nats = await startNats({ port, passwords });
    const auth = await startAuthProcess({ NATS_URL: nats.url('auth') });
    await until('it publishes', () => auth.messages().includes('revocations are published to NATS'));
    await nats.stop();
    await start({ port, passwords: { ...passwords, auth: 'a-new-one' } });
    await until('it says so', () => auth.stdout().includes('CredentialsRefusedError'));
    expect(auth.messages().filter((message) => message === LOST).length).toBeGreaterThan(0);
    await auth.internal().get('/readyz').expect(200);
    await auth.request().get('/api/users/currentuser').expect(200);
    expect(auth.stdout()).not.toContain('one-secret');
  });

  it.each(['allow', 'deny'] as const)('makes ready() of the library reject with %s', async (onOutage) => {
    const nats = await start();
    jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const url = `nats://service:wrong-canary@127.0.0.1:${nats.port}`;
    const followed = followRevocations({ url, onOutage });
    stops.push(() => followed.close());
    await expect(followed.ready()).rejects.toThrow(
      /^The configuration is not usable:\n {2}- REVOCATIONS_URL has a user or a password that NATS refuses; [^\n]*$/,
    );
  });

  it('leaves a service that follows already as it is, with a warning', async () => {
    const [port, passwords] = [await freePort(), { auth: 'one-secret', service: 'another' }];
    const nats = await startNats({ port, passwords });
    const auth = await startAuthProcess({ NATS_URL: nats.url('auth') });
    const warned: string[] = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warned.push(String(text)));
    const followed = followRevocations({ url: nats.url('service'), onOutage: 'deny' });
    stops.push(() => followed.close());
    await followed.ready();
    await nats.stop();
    await start({ port, passwords: { ...passwords, service: 'a-new-one' } });
    const refused = 'the revocation feed is cut off: NATS refuses the user or the password; connecting again';
    await until('it says so', () => warned.includes(refused));
    await followed.ready();
    expect(warned.join()).not.toContain('another');
    expect(auth.child.exitCode).toBeNull();
  });
});
