import { followRevocations, type FollowedRevocations } from '@latchkey/common';
import { createOutageLog } from '@latchkey/common/server';
import { jetstreamManager, type ConsumerInfo, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { pino } from 'pino';
import { readLog } from '../../src/jobs/read-log';
import { startNatsWithUsers } from './nats-users';
import { connectAs, startPublishing } from './nats-world';
import { createTestLog } from './primary';
import { until } from './until';

/** What NATS takes on a stream. */
export const MAX_CONSUMERS = 1000;
/** How long anything may take while a service misbehaves, in ms. */
export const BOUNDED_MS = 40_000;

const CREATE = '$JS.API.CONSUMER.CREATE.KV_revocations';
const FULL = 10026;
const AT_ONCE = 50;

/** What a consumer of the user `taken` delivers to. */
export const inbox = (name: string) => ({ deliver_subject: `_INBOX_user.taken.${name}` });

/** Asks for a consumer. @returns the server's answer */
export async function ask(by: NatsConnection, name: string, config: object) {
  const wanted = { name, ack_policy: 'none', deliver_policy: 'new', mem_storage: true, ...config };
  const payload = JSON.stringify({ stream_name: 'KV_revocations', config: wanted });
  const answer = await by.request(`${CREATE}.${name}`, payload, { timeout: 20_000 });
  return answer.json<{ config?: object; error?: { err_code: number } }>();
}

/** Asks for consumers until there is no room, or for so many. @returns how many were made */
export async function fill(
  by: NatsConnection,
  config: (name: string) => object,
  count = MAX_CONSUMERS + 100,
): Promise<number> {
  let made = 0;
  for (let from = 0; from < count; from += AT_ONCE) {
    const names = Array.from({ length: AT_ONCE }, () => `c${Math.random().toString(36).slice(2)}`);
    const answers = await Promise.all(names.map((name) => ask(by, name, config(name))));
    const codes = answers.map(({ error }) => error?.err_code);
    made += codes.filter((code) => code === undefined).length;
    if (codes.includes(FULL)) break;
    if (made < from + AT_ONCE) throw new Error(`NATS refuses the consumers: ${codes.join()}`);
  }
  return made;
}

/**
 * A bus with the users `orders` and `taken`, an auth service that publishes to it, and a connection of `taken`. The user
 * `older` has the rights of the last release, so that what follows as it makes a consumer.
 */
export async function startTakenWorld() {
  const server = await startNatsWithUsers(['orders', 'taken'], undefined, ['older']);
  const log = createTestLog();
  // As-of goes on, as it does in the auth service.
  const stopping = new AbortController();
  const reading = readLog(log, [], createOutageLog(pino({ enabled: false }), 'MongoDB'), stopping.signal);
  const lists: FollowedRevocations[] = [];
  let removed = 0;
  const publish = () => startPublishing(log, server.nats(), { countRemoved: (count) => (removed += count) });
  let publishing = publish();
  await publishing.current();
  const taken = await connectAs(server.nats(), 'taken');

  async function asAuth<T>(task: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const auth = await connectAs(server.nats(), 'auth');
    return task(await jetstreamManager(auth)).finally(() => auth.close());
  }

  return {
    log,
    server,
    taken,
    asAuth,
    removed: () => removed,
    lines: () => publishing.lines,
    /** What the bucket has. */
    consumers: () =>
      asAuth(async (manager) => {
        const all: ConsumerInfo[] = [];
        for await (const each of manager.consumers.list('KV_revocations')) all.push(each);
        return all;
      }),
    follow(user = 'orders'): FollowedRevocations {
      const list = followRevocations({ url: server.nats().url(user) });
      lists.push(list);
      return list;
    },
    /** Waits until a service follows, and a ban has arrived there. */
    async untilFollows(list: FollowedRevocations): Promise<void> {
      await until('it follows', () => list.status().connected, BOUNDED_MS);
      const user = `user-${Math.random().toString(36).slice(2)}`;
      log.record({ kind: 'user', user, gen: 1, revokedAt: new Date() });
      await until('a ban is told', () => list.isRevoked({ sub: user, gen: 0, sid: 'any' }), BOUNDED_MS);
    },
    stopPublishing: () => publishing.stop(),
    publishAgain: () => void (publishing = publish()),
    async stop() {
      await Promise.all(lists.map((list) => list.close()));
      await taken.close();
      stopping.abort();
      await reading;
      await publishing.stop();
      await server.stop();
    },
  };
}

export type TakenWorld = Awaited<ReturnType<typeof startTakenWorld>>;
