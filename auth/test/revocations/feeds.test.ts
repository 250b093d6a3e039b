import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { followRevocations, type FollowedRevocations } from '@latchkey/common';
import { startNatsWorld, startSseWorld, type FeedWorld } from '../support/feeds';
import { describeWithNats } from '../support/nats';
import { until } from '../support/until';

const SOON = Math.ceil(Date.now() / 1000) + 600;
/** What the watchdog allows for silence, and then a connection. */
const SILENCE_MS = 22_000;

const userClaims = (sub: string, gen: number) => ({ sub, gen, sid: 'another-session' });
const sessionClaims = (sid: string) => ({ sub: 'another-user', gen: 0, sid });

/** What every feed has to do, whatever carries it. */
function contract(startWorld: () => Promise<FeedWorld>): void {
  let world: FeedWorld;
  const following: FollowedRevocations[] = [];

  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await Promise.all(following.splice(0).map((followed) => followed.close()));
    await world.stop();
  });

  const revokeUser = (user: string, gen: number) =>
    world.log.record({ kind: 'user', user, gen, revokedAt: new Date() });
  const revokeSession = (session: string) =>
    world.log.record({ kind: 'session', session, revokedAt: new Date() });

  /** A service whose list is complete. */
  async function follow(): Promise<FollowedRevocations> {
    const followed = followRevocations({ url: world.url });
    following.push(followed);
    await followed.ready();
    expect(followed.status().connected).toBe(true);
    return followed;
  }

  it('tells what was revoked before, all of it before the service is ready', async () => {
    for (let i = 0; i < 2000; i++) revokeSession(`session-${i}`);
    revokeUser('ann', 3);
    const earlier = await follow();
    await until('all is published', () => earlier.status().entries === 2001);
    const list = await follow();
    expect(list.status().entries).toBe(2001);
    expect(list.isRevoked(userClaims('ann', 2))).toBe(true);
    expect(list.isRevoked(userClaims('ann', 3))).toBe(false);
    expect(list.isRevoked(sessionClaims('session-1999'))).toBe(true);
    expect(list.isRevoked(sessionClaims('session-2000'))).toBe(false);
  });

  it('tells what is revoked from then on, also to those who watch', async () => {
    const list = await follow();
    let told = 0;
    list.watch(userClaims('ann', 0), () => told++);
    list.watch(sessionClaims('phone'), () => told++);
    list.watch(userClaims('bob', 0), () => (told = NaN));
    revokeUser('ann', 1);
    revokeSession('phone');
    await until('both are told', () => told === 2);
    expect(list.isRevoked(userClaims('ann', 0))).toBe(true);
    expect(list.isRevoked(sessionClaims('phone'))).toBe(true);
  });

  it('tells after a cut what was revoked during it', async () => {
    revokeUser('ann', 1);
    const list = await follow();
    world.hop.cut();
    await until('the cut is noticed', () => !list.status().connected);
    revokeUser('bob', 1);
    revokeSession('phone');
    world.hop.mend();
    await until('it is connected again', () => list.status().connected);
    expect(list.isRevoked(userClaims('ann', 0))).toBe(true);
    expect(list.isRevoked(userClaims('bob', 0))).toBe(true);
    expect(list.isRevoked(sessionClaims('phone'))).toBe(true);
  });

  it('may tell generations in any order: the highest counts', async () => {
    const list = await follow();
    for (const gen of [2, 9, 4]) await world.say(`user.ann.${gen}`, JSON.stringify({ until: SOON }));
    revokeSession('afterwards');
    await until('all is told', () => list.isRevoked(sessionClaims('afterwards')));
    expect(list.isRevoked(userClaims('ann', 8))).toBe(true);
    expect(list.isRevoked(userClaims('ann', 9))).toBe(false);
  });

  it.each([
    ['user.ann.1', 'no JSON'],
    ['user.ann.1', '{"until":'],
    ['user.ann.1', ''],
    ['user.ann.1', 'null'],
    ['user.ann.1', '[]'],
    ['user.ann.1', '{}'],
    ['user.ann.1', '{"until":"9999999999"}'],
    ['user.ann.1', '{"until":1e400}'],
    ['user.ann.1', '\u0000\ufffd{"until":9999999999}'],
    ['user.ann', `{"until":${SOON}}`],
    ['user.ann.-1', `{"until":${SOON}}`],
    ['user.ann.1.1', `{"until":${SOON}}`],
    ['session', `{"until":${SOON}}`],
    ['else.ann.1', `{"until":${SOON}}`],
    ['as-of', '{"at":"now"}'],
    ['as-of', 'no JSON'],
  ])('with %s and %j stops nobody and revokes nothing', async (key, text) => {
    const list = await follow();
    await world.say(key, text);
    revokeSession('afterwards');
    await until('what comes after it is told', () => list.isRevoked(sessionClaims('afterwards')));
    expect(list.status()).toMatchObject({ entries: 1, connected: true });
    expect(list.isRevoked(userClaims('ann', 0))).toBe(false);
  });

  it('tells again and again until when it is complete', async () => {
    const list = await follow();
    let last = list.status().secondsSinceAsOf;
    await until('as of is later', () => {
      const now = list.status().secondsSinceAsOf;
      const isLater = now < last;
      last = now;
      return isLater;
    });
  });

  it('is left for another connection when it stays open and carries nothing', async () => {
    const list = await follow();
    world.hop.freeze();
    revokeUser('ann', 1);
    world.hop.mend();
    await until('it is told', () => list.isRevoked(userClaims('ann', 0)), SILENCE_MS);
  });

  it('ends at once when it is closed, also when nothing is carried', async () => {
    const [open, silent] = [await follow(), await follow()];
    await open.close();
    await until('the connection is gone', () => world.hop.standing() === 1);
    world.hop.freeze();
    await silent.close();
    await until('this one, too', () => world.hop.standing() === 0);
  });

  it('can be closed while a connection to something silent is being made', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const connected = once(silent, 'connection');
    const url = new URL(world.url);
    url.port = String((silent.address() as AddressInfo).port);
    const list = followRevocations({ url: url.href });
    await connected;
    await list.close();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('lets a process end that does nothing else', async () => {
    const code = `const { followRevocations } = require('@latchkey/common');
      const list = followRevocations({ url: process.argv[1] });
      list.ready().then(() => console.log(list.status().connected));`;
    const ended = await promisify(execFile)(process.execPath, ['-e', code, world.url], { cwd: __dirname });
    expect(ended).toEqual({ stdout: 'true\n', stderr: '' });
  });
}

describe('Server-Sent Events', () => contract(startSseWorld));
describeWithNats('NATS', () => contract(startNatsWorld));
