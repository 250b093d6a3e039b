import { duration } from '@latchkey/common/protocol';
import { makeValidator } from 'envalid';

const MAX_COUNT = 1_000_000;

const count = makeValidator<number>((text) => {
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > MAX_COUNT)
    throw new Error(`must be a whole number from 1 to ${MAX_COUNT}`);
  return Number(text);
});

const keepAlive = duration('1s', '1h');

/** How much a replica takes on at once. What is more is refused, by 503 with Retry-After where that can be said. */
export const capacityVariables = {
  MAX_CONNECTIONS: count({
    default: 5000,
    desc: 'The maximum number of connections of each port; at the limit, the address with the most loses one to a newcomer',
  }),
  KEEP_ALIVE: keepAlive({
    default: 65_000,
    desc: 'How long an idle connection stays open: longer than in the proxy in front, such as `620s` behind Google’s load balancer',
  }),
  MAX_FOLLOWERS: count({
    default: 4000,
    desc: 'The maximum number of services that follow `GET /revocations` of one replica, divided by address in the same way',
  }),
  MAX_TOKEN_CHECKS: count({
    default: 500,
    desc: 'The maximum number of requests to `/verify` and `/introspect` that a replica answers at once',
  }),
};
