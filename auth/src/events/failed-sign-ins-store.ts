import { createHash } from 'node:crypto';
import type { Collection } from 'mongoose';
import { firstEventId } from './account-event';
import type { EventDocument } from './event-document';
import type { FailedSignInWrites, FailuresOfHour } from './event-storage';
import { retentionClassOf } from './retention';

const TYPE = 'sign_in_failed';
/** So that one command stays small. */
const BATCH = 1000;

/** Counts failed sign-ins in the log: one document an account and hour. */
export function failedSignInWrites(events: Collection<EventDocument>): FailedSignInWrites {
  return {
    async addFailures(failures: readonly FailuresOfHour[]): Promise<void> {
      for (let n = 0; n < failures.length; n += BATCH)
        await events.bulkWrite(failures.slice(n, n + BATCH).map(toUpsert), { ordered: false });
    },
  };
}

/** Replicas count in the same document. By its id alone, so that MongoDB itself repeats an upsert that another one has crossed. */
function toUpsert({ account, hour, count, at, client }: FailuresOfHour) {
  return {
    updateOne: {
      filter: { _id: idOf(account, hour) },
      update: {
        $setOnInsert: { type: TYPE, account, class: retentionClassOf({ type: TYPE }) },
        $inc: { 'details.count': count },
        $max: { at },
        $set: { client },
      },
      upsert: true,
    },
  } as const;
}

/** The same in every replica, and with the beginning of the hour in front, as every event has its time. */
function idOf(account: string, hour: Date): string {
  const hash = createHash('sha256').update(`${TYPE} ${account}`).digest('hex');
  return firstEventId(hour).slice(0, 12) + hash.slice(0, 12);
}
