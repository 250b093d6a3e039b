import { ConfigurationError } from '@latchkey/common';
import { validateFeedToken } from '@latchkey/common/protocol';

/** @throws ConfigurationError when the feed wants a token that is not set */
export function requireFeedToken(settings: Parameters<typeof validateFeedToken>[0]): void {
  const fault = validateFeedToken(settings);
  if (fault !== undefined) throw new ConfigurationError([fault]);
}
