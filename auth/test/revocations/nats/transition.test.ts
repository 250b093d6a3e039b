import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { ConfigurationError, followRevocations } from '@latchkey/common';
import { Kvm } from '@nats-io/kv';
import { checkNats } from '../../../src/revocations/nats/check-nats';
import { describeWithNats } from '../../support/nats';
import { startNatsWithUsers, type NatsWithUsers } from '../../support/nats-users';
import { connectAs, LIVE, setRepublish, startPublishing, streamOf } from '../../support/nats-world';
import { createTestLog } from '../../support/primary';
import { until } from '../../support/until';

const CONSUMER = /^revocations are followed by a consumer on NATS, since /;
/** What the last release's nats-server.conf does not have. */
const NEW_LINES =
  /DIRECT\.GET\.KV_revocations" }|DIRECT\.GET\.KV_revocations", response|revocations\.live\.>" ?[,}]/;

const claims = (sub: string) => ({ sub, gen: 0, sid: 'a-session' });

describeWithNats('while an upgrade is under way', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let warned: string[];

  beforeEach(() => {
    warned = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warned.push(String(text)));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  async function start(without?: RegExp): Promise<NatsWithUsers> {
    const server = await startNatsWithUsers(['orders'], without, ['older']);
    stops.push(() => server.stop());
    return server;
  }

  async function publish(server: NatsWithUsers) {
    const log = createTestLog();
    await log.readAll([]);
    const publishing = startPublishing(log, server.nats());
    stops.push(() => publishing.stop());
    await publishing.current();
    return {
      publishing,
      ban: (user: string) => log.record({ kind: 'user', user, gen: 1, revokedAt: new Date() }),
    };
  }

  function follow(server: NatsWithUsers, user: string) {
    const list = followRevocations({ url: server.nats().url(user) });
    stops.push(() => list.close());
    return list;
  }

  const configOf = async (server: NatsWithUsers) => (await streamOf(server.nats())).config;

  it('a bucket of the last release tells live what it stores', async () => {
    const server = await start();
    const connection = await connectAs(server.nats(), 'auth');
    await new Kvm(connection).create('revocations', { history: 1, ttl: 60_000 });
    await connection.close();
    await publish(server);
    expect((await configOf(server)).republish).toEqual(LIVE);
  });

  it('one whose setting a replica of the last release has undone tells live again by itself', async () => {
    const server = await start();
    await publish(server);
    await setRepublish(server.nats(), undefined);
    await until('it is set again', async () => (await configOf(server)).republish !== undefined);
    expect((await configOf(server)).republish).toEqual(LIVE);
  });

  it('a service follows an auth service of the last release by a consumer, with one warning', async () => {
    const server = await start();
    // That one stores the same, and does not have it told.
    const connection = await connectAs(server.nats(), 'auth');
    stops.push(() => connection.close());
    const bucket = await new Kvm(connection).create('revocations', { history: 1, ttl: 60_000 });
    const writing = setInterval(() => void bucket.put('as-of', JSON.stringify({ at: Date.now() })), 1000);
    stops.push(() => Promise.resolve(clearInterval(writing)));
    await bucket.put('as-of', JSON.stringify({ at: Date.now() }));
    const list = follow(server, 'orders');
    await until('it says so', () => warned.length > 0);
    const soon = Math.ceil(Date.now() / 1000) + 60;
    await bucket.put('user.ada.1', JSON.stringify({ until: soon }));
    await until('a ban is told', () => list.isRevoked(claims('ada')));
    expect(warned).toEqual([expect.stringMatching(CONSUMER)]);
    expect(list.status()).toMatchObject({ entries: 1, connected: true });
  });

  it.each([
    ['a user with the rights of the last release', 'older', undefined],
    ['a configuration of the last release', 'orders', NEW_LINES],
  ])('a service follows by a consumer with %s', async (_what, user, without) => {
    const server = await start(without);
    const { ban } = await publish(server);
    const list = follow(server, user);
    await until('it follows', () => list.status().connected);
    ban('ada');
    await until('a ban is told', () => list.isRevoked(claims('ada')));
    expect(warned).toEqual([expect.stringMatching(CONSUMER)]);
    const { state } = await streamOf(server.nats());
    expect(state.consumer_count).toBe(1);
  });
});

it.each([
  [
    '2.10.29',
    /^The configuration is not usable:\n {2}- NATS_URL is of nats-server 2\.10\.29; revocations need 2\.11 or newer$/,
  ],
  ['2.11.0', undefined],
  ['2.15.1-beta.1', undefined],
  ['3.0.0', undefined],
])('the auth service judges a nats-server %s at start', async (version, message) => {
  const info = { server_id: 'x', version, proto: 1, max_payload: 8192, headers: true };
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on('data', (data) => data.includes('PING') && socket.write('PONG\r\n'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`nats://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const checked = checkNats(url, new AbortController().signal);
  if (message) await expect(checked).rejects.toThrow(message);
  else await expect(checked).resolves.toBeUndefined();
  if (message) await expect(checked).rejects.toBeInstanceOf(ConfigurationError);
  await once(server.close(), 'close');
});
