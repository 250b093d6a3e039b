import type { Logger } from 'pino';
import type { ConsumersReport } from './tend-consumers';

const INTERVAL_MS = 60_000;
const MAX_INBOXES = 10;

/** Tells what is removed: each in the count, and in the log at once and then once a minute, or a flood would fill it. */
export function reportConsumers(logger: Logger, count: (removed: number) => void): ConsumersReport {
  let isFailing = false;
  let silentUntil = 0;
  return {
    tended(removed) {
      isFailing = false;
      count([...removed.values()].reduce((sum, each) => sum + each, 0));
      if (removed.size === 0 || Date.now() < silentUntil) return;
      silentUntil = Date.now() + INTERVAL_MS;
      const most = [...removed].sort(([, one], [, other]) => other - one).slice(0, MAX_INBOXES);
      logger.warn(
        { removed: Object.fromEntries(most) },
        'consumers on NATS that no service needs were removed; see which user has these inboxes, and change its password',
      );
    },
    failed(error) {
      if (!isFailing)
        logger.warn(
          { err: error },
          'the consumers on NATS cannot be kept in bounds; give the user auth the rights of nats-server.conf',
        );
      isFailing = true;
    },
  };
}
