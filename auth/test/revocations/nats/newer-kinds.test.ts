import { expect, it } from '@jest/globals';
import { followRevocations } from '@latchkey/common';
import { Kvm } from '@nats-io/kv';
import { startNats } from '../../../../tools/nats';
import { describeWithNats } from '../../support/nats';
import { connectAs, startPublishing } from '../../support/nats-world';
import { createTestLog } from '../../support/primary';
import { until } from '../../support/until';

const claims = (sub: string) => ({ sub, gen: 0, sid: 'a-session' });
const inOneMinute = Math.ceil(Date.now() / 1000) + 60;

describeWithNats('a bus that a newer release publishes to', () => {
  it('carries kinds and fields that a follower ignores, and it goes on following', async () => {
    const nats = await startNats();
    const log = createTestLog();
    const publishing = startPublishing(log, nats);
    await publishing.current();
    const list = followRevocations({ url: nats.url('service') });
    const connection = await connectAs(nats, 'auth');
    const bucket = await new Kvm(connection).open('revocations');

    await bucket.put('role.admin.7', JSON.stringify({ until: inOneMinute }));
    await bucket.put('user.bob.1', JSON.stringify({ until: inOneMinute, because: 'a field of later' }));
    log.record({ kind: 'user', user: 'ada', gen: 1, revokedAt: new Date() });
    await until('both bans are told', () => ['ada', 'bob'].every((user) => list.isRevoked(claims(user))));
    expect(list.status()).toMatchObject({ entries: 2, connected: true });

    await connection.close();
    await list.close();
    await publishing.stop();
    await nats.stop();
  });
});
