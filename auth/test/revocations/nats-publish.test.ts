import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { startNats, type RunningNats } from '../../../scripts/nats';
import { createRevocationLog, entryLife } from '../../src/revocations/revocation-log';
import { MINUTE, SECOND } from '../support/clock';
import { describeWithNats } from '../support/nats';
import { connectAs, readBucket, startPublishing } from '../support/nats-world';
import { until } from '../support/until';

describeWithNats('publishing to NATS', () => {
  let nats: RunningNats;
  const stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await nats.stop();
  });

  /** A log with some entries, the same for each replica. */
  function newLog(entries: number) {
    const log = createRevocationLog(15 * MINUTE);
    const revokedAt = new Date();
    for (let i = 0; i < entries; i++) log.record({ session: `session-${i}`, revokedAt });
    return log;
  }

  function publish(...[log, on, options]: Parameters<typeof startPublishing>) {
    const publishing = startPublishing(log, on, options);
    stops.push(() => publishing.stop());
    return publishing;
  }

  async function entries() {
    return [...(await readBucket(nats)).values()].filter(({ key }) => key !== 'as-of');
  }

  it('says until when all is told only after all of it', async () => {
    const log = newLog(24_999);
    await log.readAll([]);
    await publish(log, nats).current();
    const bucket = await readBucket(nats);
    expect(bucket.size).toBe(25_000);
    const asOf = bucket.get('as-of')!;
    expect(asOf.json()).toEqual({ at: log.asOf() });
    expect(Math.max(...[...bucket.values()].map(({ revision }) => revision))).toBe(asOf.revision);
  });

  it('writes an entry once, however often and by however many replicas it is published', async () => {
    const log = newLog(100);
    const first = publish(log, nats);
    await first.current();
    const before = (await entries()).map(({ key, revision }) => [key, revision]);
    expect(before).toHaveLength(100);
    await publish(newLog(100), nats).current();
    await first.stop();
    await publish(log, nats).current();
    expect((await entries()).map(({ key, revision }) => [key, revision])).toEqual(before);
  });

  it('makes a bucket that keeps the last value of a key for as long as an entry matters', async () => {
    await publish(newLog(1), nats).current();
    const connection = await connectAs(nats, 'auth');
    stops.push(() => connection.close());
    const status = await (await new Kvm(connection).create('revocations')).status();
    expect(status).toMatchObject({ history: 1, ttl: entryLife(15 * MINUTE), storage: 'file' });
  });

  it.each([1 * SECOND, 15 * MINUTE])('corrects the ttl of a bucket, and nothing else', async (tokenLife) => {
    const connection = await connectAs(nats, 'auth');
    stops.push(() => connection.close());
    const options = {
      history: 1,
      ttl: 5 * MINUTE,
      description: 'made by an operator',
      max_bytes: 10_000_000,
    };
    await new Kvm(connection).create('revocations', options);
    await publish(newLog(1), nats, { tokenLife }).current();
    const { config } = await (await jetstreamManager(connection)).streams.info('KV_revocations');
    expect(config).toMatchObject({ description: 'made by an operator', max_bytes: 10_000_000 });
    expect(config.max_age).toBe(entryLife(tokenLife) * 1e6);
  });

  it('publishes nothing that is over', async () => {
    const log = newLog(1);
    log.record({ session: 'long-ago', revokedAt: new Date(Date.now() - entryLife(15 * MINUTE) - SECOND) });
    await publish(log, nats).current();
    expect((await entries()).map(({ key }) => key)).toEqual(['session.session-0']);
  });

  it('tells what can not be published, without credentials', async () => {
    const passwords = { ...nats.passwords, auth: 'a-wrong-secret' };
    const { stop, lines, messages } = startPublishing(newLog(1), {
      ...nats,
      passwords,
      url: () => `nats://auth:${passwords.auth}@127.0.0.1:${nats.port}`,
    });
    await until('it is told', () => lines.length > 0);
    await stop();
    expect(messages()).toEqual(['revocations are not published to NATS; connecting again']);
    expect(JSON.stringify(lines)).toMatch(/authorization/i);
    expect(JSON.stringify(lines)).not.toMatch(/secret/);
  });
});
