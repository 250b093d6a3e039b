import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { describeWithNats } from '../../support/nats';
import { connectAs } from '../../support/nats-world';
import { ask, startTakenWorld, type TakenWorld } from '../../support/taken-service';

describeWithNats('the users of the bus', () => {
  let world: TakenWorld;
  beforeAll(async () => {
    world = await startTakenWorld();
  });
  afterAll(() => world?.stop());

  describe.each(['taken', 'service'])('as the user %s, one', (user) => {
    let connection: NatsConnection;
    beforeAll(async () => {
      connection = await connectAs(world.server.nats(), user);
    });
    afterAll(() => connection?.close());

    it.each(['>', '*', '*.>', '_INBOX_user.>', '_INBOX_user.*', '_INBOX_user.*.>', '_INBOX_user.orders.>'])(
      'cannot listen at %s',
      async (subject) => {
        const messages = connection.subscribe(subject)[Symbol.asyncIterator]();
        const [message] = await Promise.allSettled([messages.next()]);
        expect(message).toMatchObject({ reason: expect.any(errors.PermissionViolationError) });
      },
    );

    it.each(['_INBOX_user.orders.x', '_INBOX.x', '_INBOX_auth.x', 'revocations.live.user.ann.1'])(
      'cannot publish to %s',
      async (subject) => {
        await expect(connection.request(subject, '')).rejects.toMatchObject({
          cause: expect.any(errors.PermissionViolationError),
        });
      },
    );
  });

  it('make no consumer; one with the rights of the last release makes one for an inbox of its own', async () => {
    const [own, shared] = [world.follow('older'), world.follow('service')];
    await world.untilFollows(own);
    await world.untilFollows(shared);
    const subjects = (await world.consumers()).map(({ config }) => config.deliver_subject!);
    expect(subjects.map((subject) => subject.split('.').slice(0, -1).join('.'))).toEqual([
      '_INBOX_user.older',
    ]);
  });

  it('are not taken in, where one knows the inbox of a consumer, by what it has delivered there', async () => {
    const older = world.follow('older');
    await world.untilFollows(older);
    const before = await world.consumers();
    const attacker = await connectAs(world.server.nats(), 'service');
    for (const { name, config } of before)
      await ask(attacker, `x-${name}`, { deliver_subject: config.deliver_subject, deliver_policy: 'all' });
    await world.untilFollows(older);
    await world.untilFollows(older);
    const after = (await world.consumers()).map(({ name }) => name);
    expect(after).toEqual(expect.arrayContaining(before.map(({ name }) => name)));
    expect(after.length).toBe(2 * before.length);
    await attacker.close();
  });
});
