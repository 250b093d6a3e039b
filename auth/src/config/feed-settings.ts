import { ConfigurationError } from '@latchkey/common';
import { feedVariables } from '@latchkey/common/protocol';
import { bool } from 'envalid';

/** Who may follow the revocations, and how many. */
export const feedSettings = {
  FEED_TOKEN_REQUIRED: bool({
    default: false,
    desc: 'Whether `GET /revocations` and its snapshot want INTERNAL_TOKEN as bearer token; services of 0.1 send none',
  }),
  ...feedVariables,
};

interface FeedToken {
  readonly FEED_TOKEN_REQUIRED: boolean;
  readonly INTERNAL_TOKEN: string | undefined;
}

/** @throws ConfigurationError when the feed wants a token that is not set */
export function requireFeedToken({ FEED_TOKEN_REQUIRED, INTERNAL_TOKEN }: FeedToken): void {
  if (FEED_TOKEN_REQUIRED && INTERNAL_TOKEN === undefined)
    throw new ConfigurationError(['FEED_TOKEN_REQUIRED needs INTERNAL_TOKEN, which is not set']);
}
