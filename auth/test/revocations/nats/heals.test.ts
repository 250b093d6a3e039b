import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { Kvm } from '@nats-io/kv';
import { startNats } from '../../../../tools/nats';
import { describeWithNats } from '../../support/nats';
import { connectAs, readBucket, startPublishing } from '../../support/nats-world';
import { createTestLog } from '../../support/primary';
import { until } from '../../support/until';

const SILENCE_MS = 22_000;
const CONNECTIONS = 3;
const claims = (sub: string) => ({ sub, gen: 0, sid: 'a-session' });

describeWithNats('a bus that has lost all', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  it('killed and started with an empty store, is complete again by itself', async () => {
    const log = createTestLog();
    const ban = (user: string) => log.record({ kind: 'user', user, gen: 1, revokedAt: new Date() });
    const first = await startNats();
    const publishing = startPublishing(log, first);
    stops.push(() => publishing.stop());
    await publishing.current();
    const list = followRevocations({ url: first.url('service') });
    stops.push(() => list.close());
    ban('before');
    await until('a ban is told', () => list.isRevoked(claims('before')));

    await first.kill();
    ban('meanwhile');
    const second = await startNats({ port: first.port, passwords: first.passwords });
    stops.push(() => second.stop());
    await until('what was revoked while it was away is told', () => list.isRevoked(claims('meanwhile')));
    await publishing.current(2);
    expect([...(await readBucket(second)).keys()].sort()).toEqual([
      'as-of',
      'user.before.1',
      'user.meanwhile.1',
    ]);
    expect(publishing.messages()).toEqual([
      'revocations are published to NATS',
      'revocations are not published to NATS; connecting again',
      'revocations are published to NATS',
    ]);
  });

  it('whose bucket is deleted while all are connected, is complete again by itself', async () => {
    // Nobody may do that in production; here there are no accounts, which the feed can do with as well.
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-nats-open-'));
    stops.push(() => rm(folder, { recursive: true }));
    const config = path.join(folder, 'open.conf');
    await writeFile(config, 'jetstream: enabled\n');
    const nats = await startNats({ config });
    stops.push(() => nats.stop());
    const log = createTestLog();
    const publishing = startPublishing(log, nats);
    stops.push(() => publishing.stop());
    await publishing.current();
    const list = followRevocations({ url: nats.url('service') });
    stops.push(() => list.close());
    log.record({ kind: 'user', user: 'before', gen: 1, revokedAt: new Date() });
    await until('a ban is told', () => list.isRevoked(claims('before')));

    const connection = await connectAs(nats, 'auth');
    await (await new Kvm(connection).create('revocations')).destroy();
    await connection.close();
    log.record({ kind: 'user', user: 'after', gen: 1, revokedAt: new Date() });
    await publishing.current(2);
    expect([...(await readBucket(nats)).keys()].sort()).toEqual(['as-of', 'user.after.1', 'user.before.1']);
    await until('it is told', () => list.isRevoked(claims('after')), SILENCE_MS);
  });
});

it('a bus that accepts and never says a word is left again, each time', async () => {
  const open = new Set<Socket>();
  let accepted = 0;
  const silent = createServer((socket) => {
    accepted++;
    open.add(socket);
    socket.resume().on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const list = followRevocations({ url: `nats://127.0.0.1:${port}` });
  await until('it has tried a few times', () => accepted === CONNECTIONS);
  expect(open.size).toBe(1);
  await list.close();
  await once(silent.close(), 'close');
});
