import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { startNats, type RunningNats } from '../../../../tools/nats';
import { MINUTE, SECOND } from '../../support/clock';
import { describeWithNats } from '../../support/nats';
import { startNatsWithUsers } from '../../support/nats-users';
import { connectAs, readBucket, startPublishing } from '../../support/nats-world';
import { createTestLog, WINDOW_MS } from '../../support/primary';
import { ask } from '../../support/taken-service';
import { until } from '../../support/until';

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
    const log = createTestLog();
    const revokedAt = new Date();
    for (let i = 0; i < entries; i++) log.record({ kind: 'session', session: `session-${i}`, revokedAt });
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
    const log = newLog(9_999);
    await log.readAll([]);
    await publish(log, nats).current();
    const bucket = await readBucket(nats);
    expect(bucket.size).toBe(10_000);
    const asOf = bucket.get('as-of')!;
    expect(asOf.json()).toEqual({ at: log.asOf(), window: log.window });
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

  it('makes a bucket that keeps all for as long as an entry matters, without gaps', async () => {
    await publish(newLog(1), nats).current();
    await publish(newLog(2), nats).current();
    const connection = await connectAs(nats, 'auth');
    stops.push(() => connection.close());
    const status = await (await new Kvm(connection).create('revocations')).status();
    expect(status).toMatchObject({ ttl: WINDOW_MS, storage: 'file' });
    const { state } = await (await jetstreamManager(connection)).streams.info('KV_revocations');
    // An entry, an as-of, the other entry, and another as-of at least.
    expect(state.messages).toBeGreaterThanOrEqual(4);
    expect(state.messages).toBe(state.last_seq);
  });

  it.each([61 * SECOND, 16 * MINUTE])(
    'corrects the ttl of a bucket, and keeps what an operator has set',
    async (ttl) => {
      const connection = await connectAs(nats, 'auth');
      stops.push(() => connection.close());
      const options = {
        history: 1,
        ttl: 5 * MINUTE,
        description: 'made by an operator',
        max_bytes: 10_000_000,
      };
      await new Kvm(connection).create('revocations', options);
      await publish(newLog(1), nats, { ttl }).current();
      const { config } = await (await jetstreamManager(connection)).streams.info('KV_revocations');
      expect(config).toMatchObject({ description: 'made by an operator', max_bytes: 10_000_000 });
      expect(config.max_age).toBe(ttl * 1e6);
    },
  );

  it('limits how long a consumer of a bucket outlives its subscriber, though one exceeds that', async () => {
    const connection = await connectAs(nats, 'auth');
    stops.push(() => connection.close());
    const bucket = await new Kvm(connection).create('revocations', { history: 1, ttl: 5 * MINUTE });
    await bucket.put('as-of', '{}');
    const service = await connectAs(nats, 'service');
    stops.push(() => service.close());
    await ask(service, 'old', {
      durable_name: 'old',
      inactive_threshold: 86_400e9,
      deliver_subject: '_INBOX.x',
    });
    await publish(newLog(1), nats).current();
    const { streams } = await jetstreamManager(connection);
    const limits = async () => (await streams.info('KV_revocations')).config.consumer_limits;
    await until('it is limited', async () => (await limits())?.inactive_threshold === 300e9);
    expect((await streams.info('KV_revocations')).state.consumer_count).toBe(0);
  });

  it('publishes nothing that is over', async () => {
    const log = newLog(1);
    log.record({
      kind: 'session',
      session: 'long-ago',
      revokedAt: new Date(Date.now() - WINDOW_MS - SECOND),
    });
    await publish(log, nats).current();
    expect((await entries()).map(({ key }) => key)).toEqual(['session.session-0']);
  });

  it('publishes to a NATS that gives it no right over consumers, and says so once', async () => {
    const old = await startNatsWithUsers([], /CONSUMER\.(LIST|DELETE)|max_payload|_INBOX_user/);
    stops.push(() => old.stop());
    const publishing = publish(newLog(1), old.nats());
    await publishing.current();
    const warned = () => publishing.messages().filter((message) => message.includes('in bounds'));
    await until('it is told', () => warned().length > 0);
    const list = followRevocations({ url: old.nats().url('service') });
    stops.push(() => list.close());
    const told = { sub: 'ann', sid: 'session-0', gen: 0 };
    await until('a service follows', () => list.status().connected && list.isRevoked(told));
    expect(warned()).toHaveLength(1);
    expect(JSON.stringify(publishing.lines)).toMatch(/permissions violation/i);
  });

  it('tells what cannot be published, without credentials', async () => {
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
