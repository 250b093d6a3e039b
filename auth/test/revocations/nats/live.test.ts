import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { startNats, type RunningNats } from '../../../../tools/nats';
import type { RevocationLog } from '../../../src/revocations/revocation-log';
import { describeWithNats } from '../../support/nats';
import { natsHop } from '../../support/nats-hop';
import { connectAs, LIVE, setRepublish, startPublishing, streamOf } from '../../support/nats-world';
import { createTestLog } from '../../support/primary';
import { until } from '../../support/until';

const ENTRIES = 20_000;

const ofUser = (sub: string) => ({ sub, gen: 0, sid: 'a-session' });
const ofSession = (sid: string) => ({ sub: 'ann', gen: 0, sid });

describeWithNats('a follower on NATS', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let nats: RunningNats;
  let warned: string[];

  beforeEach(async () => {
    nats = await startNats();
    warned = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warned.push(String(text)));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const stop of stops.splice(0).reverse()) await stop();
    await nats.stop();
  });

  async function publish(log = createTestLog(), options: { readonly ttl?: number } = {}) {
    await log.readAll([]);
    const publishing = startPublishing(log, nats, options);
    stops.push(() => publishing.stop());
    await publishing.current();
    return { log, publishing };
  }

  function follow(port = nats.port) {
    const list = followRevocations({ url: nats.url('service', port) });
    stops.push(() => list.close());
    return list;
  }

  /** Between a follower and NATS. */
  async function startHop() {
    const hop = await natsHop(nats.port);
    stops.push(() => hop.stop());
    return hop;
  }

  function endSessions(log: RevocationLog, count: number): void {
    const revokedAt = new Date();
    for (let n = 0; n < count; n++) log.record({ kind: 'session', session: `session-${n}`, revokedAt });
  }

  const ban = (log: RevocationLog, user: string) =>
    log.record({ kind: 'user', user, gen: 1, revokedAt: new Date() });

  it('reads 20,000 entries in pages, makes nothing on the server, and then learns what is new', async () => {
    const log = createTestLog();
    endSessions(log, ENTRIES);
    await publish(log);
    const list = follow();
    await list.ready();
    expect(list.status().entries).toBe(ENTRIES);
    expect(list.isRevoked(ofSession('session-0'))).toBe(true);
    expect(list.isRevoked(ofSession(`session-${ENTRIES - 1}`))).toBe(true);
    for (let i = 0; i < 500; i++) ban(log, `user-${i}`);
    await until('all bans are told', () => list.status().entries === ENTRIES + 500);
    const { state } = await streamOf(nats);
    expect(state.consumer_count).toBe(0);
    expect(warned).toEqual([]);
  });

  it.each([
    ['before the next page is asked for', 'client', /"seq":1001,"batch"/],
    ['while the end of the last page is on its way', 'server', /Nats-Num-Pending: 0\r/],
  ] as const)('learns what is revoked %s', async (_when, side, wanted) => {
    const log = createTestLog();
    endSessions(log, 2_500);
    await publish(log);
    const hop = await startHop();
    const held = hop.hold(side, wanted);
    const list = follow(hop.port);
    await held.reached;
    ban(log, 'ada');
    await until('it is stored', async () => (await streamOf(nats)).state.messages === 2_502);
    held.letGo();
    await until('it is told', () => list.isRevoked(ofUser('ada')) && list.status().connected);
    expect(list.status().entries).toBe(2_501);
    expect(warned).toEqual([]);
  });

  it('reads the pages anew where a message was not told, before it counts another as-of', async () => {
    const { log } = await publish();
    const list = follow();
    await until('it follows', () => list.status().connected);
    // A gap as a broken route would leave it.
    await setRepublish(nats, undefined);
    ban(log, 'untold');
    await until('it is stored', async () => (await streamOf(nats)).state.messages === 2);
    await setRepublish(nats, LIVE);
    expect(list.isRevoked(ofUser('untold'))).toBe(false);
    await until('it is known', () => list.isRevoked(ofUser('untold')));
    expect(warned).toEqual([
      'the revocation feed is cut off: a message of NATS is missing; connecting again',
    ]);
    ban(log, 'told');
    await until('what is new is told', () => list.isRevoked(ofUser('told')));
  });

  it('waits where nothing is published any more, and is told all that comes', async () => {
    const log = createTestLog();
    const { publishing } = await publish(log);
    await publishing.stop();
    const list = follow();
    await until('it has read the bucket', () => list.status().secondsSinceAsOf < Infinity);
    ban(log, 'ada');
    await publish(log);
    await until('a ban is told', () => list.isRevoked(ofUser('ada')));
    expect(warned).toEqual([]);
  });

  it('waits where the bucket has come to be empty, and is told all that comes', async () => {
    const log = createTestLog();
    const { publishing } = await publish(log, { ttl: 1000 });
    await publishing.stop();
    await until('all is over', async () => (await streamOf(nats)).state.messages === 0);
    const hop = await startHop();
    const list = follow(hop.port);
    // Once when it asks whether there are pages, and once for the first one.
    await until('it has read the bucket', () => hop.told().split('NATS/1.0 404').length === 3);
    ban(log, 'ada');
    await publish(log);
    await until('a ban is told', () => list.isRevoked(ofUser('ada')) && list.status().connected);
    expect(warned).toEqual([]);
  });

  it('is not disturbed by what a service has the server send to where it listens', async () => {
    const { log } = await publish();
    ban(log, 'ann');
    const list = follow();
    await until('it follows', () => list.status().connected && list.isRevoked(ofUser('ann')));
    const service = await connectAs(nats, 'service');
    stops.push(() => service.close());
    const pages = '$JS.API.DIRECT.GET.KV_revocations';
    for (const wanted of [{ seq: 1, batch: 9 }, { seq: 1 }, { seq: 9_999, batch: 9 }, {}])
      for (const reply of [
        'revocations.live.user.bob.1',
        'revocations.live.user.ann.1',
        'revocations.live.as-of',
      ])
        service.publish(pages, JSON.stringify({ ...wanted, next_by_subj: '>' }), { reply });
    await service.flush();
    ban(log, 'ada');
    await until('a ban is told', () => list.isRevoked(ofUser('ada')));
    expect(list.isRevoked(ofUser('bob'))).toBe(false);
    expect(list.status()).toMatchObject({ entries: 2, connected: true });
    expect(warned).toEqual([]);
  });
});
