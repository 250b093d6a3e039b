import { findNats, HOW_TO_GET_NATS } from '@latchkey/tools/dist/nats/index.js';

export type FeedName = 'Server-Sent Events' | 'NATS';

/** The feeds that this machine can run; prints a line for one that it cannot. */
export function availableFeeds(say: (line: string) => void): FeedName[] {
  if (findNats() !== undefined) return ['Server-Sent Events', 'NATS'];
  say(`Without the rows of NATS: ${HOW_TO_GET_NATS}`);
  return ['Server-Sent Events'];
}
