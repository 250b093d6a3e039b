import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { startHop } from '../../../../e2e/support/hop';
import { freePort } from '../../../../tools/ports';
import { startNats } from '../../../../tools/nats';
import { ownMongo } from '../../support/mongo';
import { describeWithNats } from '../../support/nats';
import { readBucket } from '../../support/nats-world';
import { newEmail, PASSWORD } from '../../support/people';
import { endSpawned, startAuthProcess, type AuthProcess } from '../../support/spawn-auth';
import { until } from '../../support/until';

const PROMPTLY = 5_000;
const LOST = 'revocations are not published to NATS; connecting again';
const CURRENT = 'revocations are published to NATS';

/** Signs somebody up and out, which revokes a session. */
async function signOut(auth: AuthProcess): Promise<void> {
  const browser = auth.browser();
  await browser.post('/api/users/signup').send({ email: newEmail(), password: PASSWORD }).expect(201);
  await browser.post('/api/users/signout').expect(200);
}

describeWithNats('the auth service', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    endSpawned();
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  const end = (auth: AuthProcess) => {
    auth.child.kill('SIGTERM');
    return Promise.race([auth.exited, sleep(PROMPTLY, 'still running', { ref: false })]);
  };

  it('boots, serves and ends without its bus, and publishes what it did once there is one', async () => {
    const [port, passwords] = [await freePort(), { auth: 'one-secret', service: 'another' }];
    const auth = await startAuthProcess({ NATS_URL: `nats://auth:${passwords.auth}@127.0.0.1:${port}` });
    await until('it is told', () => auth.messages().includes(LOST));
    await signOut(auth);
    const nats = await startNats({ port, passwords });
    stops.push(() => nats.stop());
    await until('it is published', () => auth.messages().includes(CURRENT));
    expect([...(await readBucket(nats)).keys()].filter((key) => key.startsWith('session.'))).toHaveLength(1);
    await nats.kill();
    await until('it is told', () => auth.messages().at(-1) === LOST);
    await signOut(auth);
    expect(await end(auth)).toEqual({ code: 0, signal: null });
    expect(auth.messages().filter((message) => message === LOST)).toHaveLength(2);
    expect(auth.stdout()).not.toContain(passwords.auth);
  });

  it('ends at once while the bus carries nothing', async () => {
    const nats = await startNats();
    stops.push(() => nats.stop());
    const hop = await startHop(nats.port);
    stops.push(() => hop.stop());
    const auth = await startAuthProcess({ NATS_URL: nats.url('auth', hop.port) });
    await until('it is published', () => auth.messages().includes(CURRENT));
    const metrics = await auth.internal().get('/metrics');
    expect(metrics.text).toContain('\nlatchkey_nats_consumers_removed_total 0\n');
    hop.freeze();
    await signOut(auth);
    expect(await end(auth)).toEqual({ code: 0, signal: null });
  });

  it('goes on telling services that the bus lives, and how old it is, while MongoDB is away', async () => {
    const nats = await startNats();
    stops.push(() => nats.stop());
    const mongo = await ownMongo();
    stops.push(() => mongo.remove());
    await mongo.start();
    const auth = await startAuthProcess({ MONGO_URI: mongo.uri, NATS_URL: nats.url('auth') });
    await until('it is published', () => auth.messages().includes(CURRENT));
    await signOut(auth);
    await mongo.stop();
    await until('it knows that MongoDB is away', () =>
      auth.messages().includes('MongoDB cannot be used; trying again'),
    );
    let last = (await readBucket(nats)).get('as-of');
    await until('an as-of tells nothing new', async () => {
      // One that is replaced while the bucket is read is not in what was read.
      const now = (await readBucket(nats)).get('as-of');
      const isRepeated = now && last && now.revision > last.revision && now.string() === last.string();
      last = now ?? last;
      return isRepeated === true;
    });
    // A bus that lost all meanwhile is complete again from what the service remembers.
    await nats.kill();
    const empty = await startNats({ port: nats.port, passwords: nats.passwords });
    stops.push(() => empty.stop());
    const list = followRevocations({ url: empty.url('service') });
    stops.push(() => list.close());
    await until('the sign-out is told', () => list.status().entries === 1);
  });
});
