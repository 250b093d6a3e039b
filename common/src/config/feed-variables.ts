import { bool } from 'envalid';
import { count } from './validators';

/** Who may follow the revocations of a service that serves them, and how many. */
export const feedVariables = {
  FEED_TOKEN_REQUIRED: bool({
    default: false,
    desc: 'Whether `GET /revocations` and its snapshot want INTERNAL_TOKEN as bearer token; services of 0.1 send none',
  }),
  MAX_FOLLOWERS: count({
    default: 4000,
    desc: 'The maximum number of services that follow `GET /revocations` of one replica; at the limit, the address with the most loses one to a newcomer',
  }),
};

interface FeedToken {
  readonly FEED_TOKEN_REQUIRED: boolean;
  readonly INTERNAL_TOKEN: string | undefined;
}

/** @returns what is wrong: the feed wants a token that is not set */
export function validateFeedToken({ FEED_TOKEN_REQUIRED, INTERNAL_TOKEN }: FeedToken): string | undefined {
  return FEED_TOKEN_REQUIRED && INTERNAL_TOKEN === undefined
    ? 'FEED_TOKEN_REQUIRED needs INTERNAL_TOKEN, which is not set'
    : undefined;
}
