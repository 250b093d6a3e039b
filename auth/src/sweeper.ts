import type { Logger } from 'pino';
import type { Services } from './services';

const INTERVAL_MS = 10 * 60_000;
const KEEP_EXPIRED_MS = 24 * 60 * 60_000;

/**
 * Removes from time to time what has expired. Nothing depends on it but the size of the database.
 * @returns a function that stops it
 */
export function startSweeper({ stores }: Pick<Services, 'stores'>, log: Logger): () => void {
  async function sweep(): Promise<void> {
    try {
      await stores.sessions.removeExpired(new Date(Date.now() - KEEP_EXPIRED_MS));
      await stores.limits.removeExpired();
    } catch (error) {
      log.warn({ err: error as Error }, 'could not remove what has expired; trying again later');
    }
  }
  const timer = setInterval(() => void sweep(), INTERVAL_MS).unref();
  return () => clearInterval(timer);
}
