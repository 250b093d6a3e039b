import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNats, type RunningNats } from '../../../../tools/nats';
import { openBucket } from '../../../src/revocations/nats/bucket';
import { describeWithNats } from '../../support/nats';
import { connectAs, readBucket } from '../../support/nats-world';
import { until } from '../../support/until';

const TTL_MS = 960_000;

describeWithNats('a bucket that is deleted and made anew', () => {
  let folder: string;
  let nats: RunningNats;
  let connections: NatsConnection[];

  // Without accounts: with ours, nobody may delete it.
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-bucket-'));
    const config = path.join(folder, 'open.conf');
    await writeFile(config, 'jetstream: enabled\n');
    nats = await startNats({ config });
    connections = [await connectAs(nats, 'auth'), await connectAs(nats, 'auth')];
  });
  afterEach(async () => {
    await Promise.all(connections.map((each) => each.close()));
    await nats.stop();
    await rm(folder, { recursive: true });
  });

  it('gets no as-of from a replica that has not noticed, since what that one wrote is not in it', async () => {
    const [here, other] = connections;
    const bucket = await openBucket(here!, TTL_MS);
    await bucket.putAsOf(1);
    await (await jetstreamManager(other!)).streams.delete('KV_revocations');
    const anew = await openBucket(other!, TTL_MS);
    await anew.create({ kind: 'session', session: 'one', until: 2_000_000_000 });
    await expect(bucket.putAsOf(2)).rejects.toThrow('the bucket was made anew');
    expect([...(await readBucket(nats)).keys()]).toEqual(['session.one']);
    await anew.putAsOf(3);
    expect((await readBucket(nats)).get('as-of')?.json()).toEqual({ at: 3, window: TTL_MS });
  });
});

describeWithNats('a bucket of a server that was put back to an older copy of its disk', () => {
  let folder: string;
  let stops: (() => Promise<unknown>)[];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-disk-'));
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    await rm(folder, { recursive: true });
  });

  it('gets no as-of over a connection that wrote what is lost', async () => {
    const [storeDir, copy] = [path.join(folder, 'store'), path.join(folder, 'copy')];
    await mkdir(storeDir);
    const first = await startNats({ storeDir });
    const { port, passwords } = first;
    const start = () => startNats({ storeDir, port, passwords });
    const user = { user: 'auth', pass: passwords.auth, inboxPrefix: '_INBOX_auth' };
    const connection = await connect({ servers: `127.0.0.1:${port}`, ...user, reconnectTimeWait: 100 });
    stops.push(() => connection.close());
    const connectedAgain = () =>
      until('it is connected again', () =>
        connection.flush().then(
          () => true,
          () => false,
        ),
      );
    const bucket = await openBucket(connection, TTL_MS);
    await bucket.putAsOf(1);
    await first.stop();
    await cp(storeDir, copy, { recursive: true });

    const second = await start();
    await connectedAgain();
    await bucket.create({ kind: 'session', session: 'lost', until: 2_000_000_000 });
    await second.stop();
    await rm(storeDir, { recursive: true });
    await cp(copy, storeDir, { recursive: true });

    const third = await start();
    stops.push(third.stop);
    await connectedAgain();
    await expect(bucket.putAsOf(2)).rejects.toThrow('the bucket has lost what was written');
    expect((await readBucket(third)).get('as-of')?.json()).toEqual({ at: 1, window: TTL_MS });
  });
});
