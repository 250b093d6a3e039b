import { ConfigurationError } from '@latchkey/common';
import { bool } from 'envalid';

/** Who may follow the revocations. */
export const feedVariables = {
  FEED_TOKEN_REQUIRED: bool({
    default: false,
    desc: 'Whether `GET /revocations` and its snapshot want INTERNAL_TOKEN as bearer token; services of 0.1 send none',
  }),
};

interface FeedSettings {
  readonly FEED_TOKEN_REQUIRED: boolean;
  readonly INTERNAL_TOKEN: string | undefined;
}

/** @throws ConfigurationError when the feed wants a token that is not set */
export function requireFeedToken({ FEED_TOKEN_REQUIRED, INTERNAL_TOKEN }: FeedSettings): void {
  if (FEED_TOKEN_REQUIRED && INTERNAL_TOKEN === undefined)
    throw new ConfigurationError(['FEED_TOKEN_REQUIRED needs INTERNAL_TOKEN, which is not set']);
}
