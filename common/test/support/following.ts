import { jest } from '@jest/globals';
import {
  followRevocations,
  type FollowedRevocations,
  type FollowOptions,
} from '../../src/revocations/follow-revocations';
import { startFeed, type FeedServer } from './feed-server';

/** Ends what a test has started, in the order that it asks for. */
const ends: (() => Promise<void>)[] = [];

/** For afterEach: ends what `follow` and `serve` have started. */
export async function endFollowing(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
  jest.restoreAllMocks();
}

/** Has a test end something before what it has started until then. */
export function endLater(end: () => Promise<void>): void {
  ends.push(end);
}

export async function serve(...args: Parameters<typeof startFeed>): Promise<FeedServer> {
  const server = await startFeed(...args);
  ends.push(() => server.stop());
  return server;
}

/** Follows a feed as a service does. */
export function follow(url: string, more: Partial<FollowOptions> = {}): FollowedRevocations {
  const followed = followRevocations({ url, ...more });
  ends.push(() => followed.close());
  return followed;
}

/** The warnings from now on, instead of on the console. */
export function warnings(): string[] {
  const told: string[] = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void told.push(String(warning)));
  return told;
}

/** The warning that a feed is lost. */
export const cutOff = (message: string) => `the revocation feed is cut off: ${message}; connecting again`;

/** Makes the waits between attempts short, as they can be by chance. */
export function hurry(): void {
  jest.spyOn(Math, 'random').mockReturnValue(0.01);
}

/** Claims of Ada's token. */
export const ada = { sub: 'ada', sid: 'one', gen: 3 };
