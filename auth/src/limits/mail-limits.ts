import { accountKey } from './account-key';
import { MAILS_PER_RECIPIENT } from './limit';
import type { LimitsStore } from './storage';

/** @param countMailRequest counts a request, and that it asks for a mail */
export function createMailLimits(
  store: Pick<LimitsStore, 'count'>,
  countMailRequest: (ip: string) => Promise<void>,
) {
  return {
    /** What the recipient gets is another limit, and no answer tells of it. */
    countMailRequest,

    /**
     * Counts a mail to a recipient.
     * @returns whether it may be sent
     */
    async countMail(kind: string, email: string): Promise<boolean> {
      const refusal = await store.count([
        { limit: MAILS_PER_RECIPIENT, key: `${kind}:${accountKey(email)}` },
      ]);
      return refusal === undefined;
    },
  };
}
