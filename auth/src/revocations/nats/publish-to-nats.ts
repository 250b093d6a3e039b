import { backOff, CredentialsRefusedError } from '@latchkey/common/protocol';
import type { Logger } from 'pino';
import { publishOnce, type Publication } from './publisher';
import { reportConsumers } from './report-consumers';

/**
 * Publishes to NATS what is revoked until `stopping` is aborted, connection after connection. Each publishes everything
 * that can still matter anew, so that a bus that was away, or has lost all, is complete again by itself. Nothing waits for it.
 * @param countRemoved is given the number of consumers that were removed from the bucket
 * @returns once it has stopped
 */
export async function publishToNats(
  publication: Publication,
  logger: Logger,
  stopping: AbortSignal,
  countRemoved: (removed: number) => void = () => undefined,
): Promise<void> {
  let failures = 0;
  let isCurrent = false;
  let wasRefused = false;
  const consumers = reportConsumers(logger, countRemoved);
  const current = () => {
    if (!isCurrent) logger.info('revocations are published to NATS');
    failures = 0;
    isCurrent = true;
  };
  while (!stopping.aborted) {
    const error = await publishOnce(publication, { current, consumers }, stopping).catch(
      (fault: unknown) => fault,
    );
    if (stopping.aborted) return;
    const isRefused = error instanceof CredentialsRefusedError;
    // Once for each loss, and once more when NATS is back and refuses a password that was changed meanwhile.
    if (failures === 0 || (isRefused && !wasRefused))
      logger.warn({ err: error }, 'revocations are not published to NATS; connecting again');
    isCurrent = false;
    wasRefused = isRefused;
    await backOff(failures++, stopping);
  }
}
