import { count, duration } from '@latchkey/common/protocol';

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
  MAX_TOKEN_CHECKS: count({
    default: 500,
    desc: 'The maximum number of requests to `/verify` and `/introspect` that a replica answers at once',
  }),
};
