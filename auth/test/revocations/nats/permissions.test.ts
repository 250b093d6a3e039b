import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Kvm } from '@nats-io/kv';
import { connect, errors, type NatsConnection } from '@nats-io/transport-node';
import { startNats, type RunningNats } from '../../../../tools/nats';
import { describeWithNats } from '../../support/nats';
import { connectAs, readBucket, startPublishing } from '../../support/nats-world';
import { createTestLog } from '../../support/primary';

const CREATE = '$JS.API.CONSUMER.CREATE.KV_revocations';
const PURGE = '$JS.API.STREAM.PURGE.KV_revocations';
const DELETE = '$JS.API.STREAM.DELETE.KV_revocations';

/** A request for a consumer of the bucket. */
function consumer(name: string, config: object): [subject: string, payload: string] {
  const wanted = { name, ack_policy: 'none', deliver_policy: 'all', ...config };
  return [`${CREATE}.${name}`, JSON.stringify({ stream_name: 'KV_revocations', config: wanted })];
}

describeWithNats('the bus', () => {
  let nats: RunningNats;
  let publishing: ReturnType<typeof startPublishing>;
  let auth: NatsConnection;
  let service: NatsConnection;
  let before: unknown;

  /** Which entries there are, and when each was written. */
  async function revisions() {
    const entries = [...(await readBucket(nats))].filter(([key]) => key !== 'as-of');
    return entries.map(([key, entry]) => [key, entry.revision, entry.string()]);
  }

  beforeAll(async () => {
    nats = await startNats();
    const log = createTestLog();
    log.record({ kind: 'user', user: 'ann', gen: 1, revokedAt: new Date() });
    publishing = startPublishing(log, nats);
    await publishing.current();
    auth = await connectAs(nats, 'auth');
    service = await connectAs(nats, 'service');
  });
  afterAll(async () => {
    await service?.close();
    await auth?.close();
    await publishing?.stop();
    await nats?.stop();
  });
  beforeEach(async () => {
    before = await revisions();
    expect(before).toHaveLength(1);
  });

  it.each([
    ['a revocation', '$KV.revocations.user.bob.1', '{"until":9999999999}'],
    ['another value of one', '$KV.revocations.user.ann.1', '{"until":1}'],
    ['an as-of', '$KV.revocations.as-of', '{"at":9999999999999}'],
    ['to delete the bucket', DELETE, ''],
    ['to empty it', PURGE, ''],
    ['to purge a key', PURGE, '{"filter":"$KV.revocations.user.ann.1"}'],
    ['to delete a message', '$JS.API.STREAM.MSG.DELETE.KV_revocations', '{"seq":1}'],
    ['to change the bucket', '$JS.API.STREAM.UPDATE.KV_revocations', '{"name":"KV_revocations"}'],
    ['a stream', '$JS.API.STREAM.CREATE.mine', '{"name":"mine","subjects":["mine"]}'],
    ['a consumer of another stream', '$JS.API.CONSUMER.CREATE.other.mine', '{}'],
    ['to end the consumer of another service', '$JS.API.CONSUMER.DELETE.KV_revocations.other', ''],
    ['what the account has', '$JS.API.INFO', ''],
    ['a live revocation', 'revocations.live.user.bob.1', '{"until":9999999999}'],
    ['a live as-of', 'revocations.live.as-of', '{"at":9999999999999}'],
    ['an entry by its key', '$JS.API.DIRECT.GET.KV_revocations.$KV.revocations.as-of', ''],
    ['a page of another stream', '$JS.API.DIRECT.GET.KV_sessions', '{"seq":1,"batch":1}'],
    ['any other subject', 'orders.new', ''],
  ])('refuses from a service %s', async (_what, subject, payload) => {
    await expect(service.request(subject, payload)).rejects.toMatchObject({
      cause: expect.any(errors.PermissionViolationError),
    });
    expect(await revisions()).toEqual(before);
  });

  it('refuses from a service to delete or purge a key', async () => {
    const bucket = await new Kvm(service).open('revocations');
    await expect(bucket.delete('user.ann.1')).rejects.toThrow(/permissions violation/i);
    await expect(bucket.purge('user.ann.1')).rejects.toThrow(/permissions violation/i);
    expect(await revisions()).toEqual(before);
  });

  it.each([
    '>',
    'revocations.>',
    '$KV.revocations.>',
    '$KV.>',
    '$JS.>',
    '$JS.API.>',
    '_INBOX_auth.>',
    '*',
    'orders.new',
  ])('refuses a service that subscribes to %s', async (subject) => {
    const [message] = await Promise.allSettled([service.subscribe(subject)[Symbol.asyncIterator]().next()]);
    expect(message).toMatchObject({ reason: expect.any(errors.PermissionViolationError) });
  });

  it('refuses a consumer that would deliver into the bucket', async () => {
    const answer = await service.request(...consumer('a', { deliver_subject: '$KV.revocations.user.bob.1' }));
    expect(answer.json()).toMatchObject({ error: { err_code: 10081 } });
    expect(await revisions()).toEqual(before);
  });

  it.each([
    ['a key of the bucket as the place for its answer', '$KV.revocations.user.bob.1'],
    ['as-of as the place for its answer', '$KV.revocations.as-of'],
    ['a request of its own as that place', PURGE],
  ])('lets a service change nothing that names %s', async (_what, reply) => {
    const [subject, payload] = consumer('answered-elsewhere', { deliver_subject: '_INBOX.nobody' });
    const asOf = (await readBucket(nats)).get('as-of')!.revision;
    service.publish(subject, payload, { reply });
    // The next answer comes after that one.
    await service.request(...consumer('control', { deliver_subject: '_INBOX.nobody' }));
    const bucket = await readBucket(nats);
    expect(await revisions()).toEqual(before);
    expect(bucket.get('as-of')!.json()).toEqual({ at: expect.any(Number), window: expect.any(Number) });
    expect(asOf).toBeLessThanOrEqual(bucket.get('as-of')!.revision);
  });

  it.each([DELETE, PURGE])(
    'lets a service change nothing that has entries delivered to %s',
    async (subject) => {
      const config = { deliver_subject: subject, headers_only: true };
      await service.request(...consumer(`to-${subject.split('.')[3]}`, config));
      await service.request(...consumer('control', { deliver_subject: '_INBOX.nobody' }));
      expect(await revisions()).toEqual(before);
    },
  );

  it.each([
    ['to delete the bucket', DELETE],
    ['another stream', '$JS.API.STREAM.CREATE.mine'],
    ['another bucket', '$KV.sessions.any'],
  ])('refuses from the auth service %s', async (_what, subject) => {
    await expect(auth.request(subject, '')).rejects.toMatchObject({
      cause: expect.any(errors.PermissionViolationError),
    });
  });

  it.each([
    ['without credentials', {}],
    ['with a wrong password', { user: 'service', pass: 'wrong' }],
    ['with the password of another', { user: 'auth', pass: 'theirs' }],
  ])('lets nobody in %s', async (_how, credentials) => {
    const pass = 'pass' in credentials && credentials.pass === 'theirs' ? nats.passwords.service : undefined;
    const options = { servers: `127.0.0.1:${nats.port}`, ...credentials, ...(pass && { pass }) };
    await expect(connect(options)).rejects.toThrow(errors.AuthorizationError);
  });
});
