import { afterEach, describe, it, jest } from '@jest/globals';
import { play } from './play';
import { scenarios } from './scenario';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('docs/feed-vectors/follow.json', () => {
  it.each(scenarios)('$name', play);
});
