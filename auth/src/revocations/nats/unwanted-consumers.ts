import type { ConsumerInfo } from '@nats-io/jetstream';

/** The longest that NATS's own clients ask a consumer to outlive its subscriber, in ms. */
export const MAX_INACTIVE_MS = 5 * 60_000;
/** Half of what NATS takes on a stream by default, so that one user leaves as much for the others. */
export const MAX_FOLLOWERS = 500;
const MAX_IDLE = 50;
/** A follower that connects again is without a subscriber for a moment. */
const IDLE_GRACE_MS = 10_000;

const MS_IN_NS = 1_000_000;
const USER_INBOX = /^_INBOX_user\.[\w-]+(?=\.)/;

/** What is looked at of a consumer; `ts` is the server's time, which its older versions leave out. */
export type Consumer = Pick<ConsumerInfo, 'name' | 'config' | 'created'> & {
  readonly push_bound?: boolean | undefined;
  readonly ts?: string | undefined;
};

/**
 * The inboxes that a consumer delivers to: those of its user, the shared ones, or any other.
 * @returns undefined for a place that is no inbox, or for a consumer that delivers nowhere by itself
 */
export function inboxOf({ config }: Consumer): string | undefined {
  const subject = config.deliver_subject ?? '';
  if (!subject.startsWith('_INBOX')) return undefined;
  return USER_INBOX.exec(subject)?.[0] ?? subject.split('.', 1)[0];
}

/**
 * Tells which consumers of the bucket no service needs, or are too many. A service that follows has a consumer that is
 * not durable and delivers to an inbox that it listens at; only the server knows the latter. The oldest of an inbox stay.
 */
export function unwantedConsumers(consumers: readonly Consumer[]): Consumer[] {
  const unwanted = new Set(consumers.filter(isNoFollower));
  const idle = consumers.filter((consumer) => !unwanted.has(consumer) && !consumer.push_bound);
  // A flood must not hide behind the grace.
  for (const each of idle) if (idle.length > MAX_IDLE || ageOf(each) > IDLE_GRACE_MS) unwanted.add(each);

  const followers = new Map<string, number>();
  const rest = consumers.filter((consumer) => !unwanted.has(consumer));
  for (const each of rest.sort((one, other) => Date.parse(one.created) - Date.parse(other.created))) {
    const inbox = inboxOf(each)!;
    const before = followers.get(inbox) ?? 0;
    if (before >= MAX_FOLLOWERS) unwanted.add(each);
    followers.set(inbox, before + 1);
  }
  return [...unwanted];
}

function isNoFollower(consumer: Consumer): boolean {
  const { durable_name, inactive_threshold = 0 } = consumer.config;
  return (
    durable_name !== undefined ||
    inboxOf(consumer) === undefined ||
    inactive_threshold > MAX_INACTIVE_MS * MS_IN_NS
  );
}

/** In ms, by the server's clock. */
function ageOf({ created, ts }: Consumer): number {
  return Date.parse(ts ?? created) - Date.parse(created);
}
