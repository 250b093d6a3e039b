import { describe } from '@jest/globals';
import { findNats, HOW_TO_GET_NATS } from '../../../tools/nats/find';

const isThere = findNats() !== undefined;
if (!isThere && process.env.CI !== 'true')
  process.stderr.write(`some tests are skipped, since ${HOW_TO_GET_NATS}\n`);

/** Tests that need nats-server. Without it they are skipped, and fail where nobody would see that. */
export const describeWithNats = isThere || process.env.CI === 'true' ? describe : describe.skip;
