import { startNats } from '@latchkey/tools/dist/nats/index.js';
import { startAuth, type AuthProcess } from '../auth/auth-process.js';
import type { FeedName } from '../revocation/feeds.js';
import type { Ground } from './ground.js';

/** Replicas of the real auth service on one database, and what is followed of them. */
export interface House {
  readonly plan: HousePlan;
  /** The URLs of the feed, one for each of those who serve it. */
  readonly feeds: readonly string[];
  readonly authUrl: string;
  /** The public ports of the replicas. */
  readonly ports: readonly number[];
  readonly authPids: readonly number[];
  readonly natsPid: number | undefined;
  stop(): Promise<void>;
}

/** What a house is made of. */
export interface HousePlan {
  readonly feed: FeedName;
  readonly replicas: number;
}

const OTHER_CONNECTIONS = 1000;

/** Starts a house whose replicas each have places for so many followers. */
export async function openHouse(ground: Ground, plan: HousePlan, followers: number): Promise<House> {
  const nats = plan.feed === 'NATS' ? await startNats() : undefined;
  const env = {
    ...ground.env,
    MAX_FOLLOWERS: String(followers),
    MAX_CONNECTIONS: String(followers + OTHER_CONNECTIONS),
    ...(nats && { NATS_URL: nats.url('auth') }),
  };
  const auths: AuthProcess[] = [];
  for (let n = 0; n < plan.replicas; n++) auths.push(await startAuth(env));

  return {
    plan,
    feeds: nats ? [nats.url('service')] : auths.map(({ internalUrl }) => `${internalUrl}/revocations`),
    authUrl: auths[0]!.url,
    ports: auths.map(({ url }) => Number(new URL(url).port)),
    authPids: auths.map(({ pid }) => pid),
    natsPid: nats?.pid,
    async stop() {
      for (const auth of auths) await auth.stop();
      await nats?.stop();
    },
  };
}
