import type { Logger } from 'pino';
import type { Config } from './config/config';
import type { Connection } from './database';
import { createFailedSignIns, type FailedSignIns } from './events/failed-sign-ins';
import type { Relay } from './events/relay';
import { deliveriesOf } from './mail/notices';
import { createEventRelay, type Stores } from './stores';

/** Puts the relay of events together from the configuration: mail gets them where it is on. */
export function createRelay(
  { SMTP_URL }: Pick<Config, 'SMTP_URL'>,
  connection: Connection,
  stores: Stores,
  log: Logger,
): Relay {
  const consumers = SMTP_URL === undefined ? [] : [{ name: 'mail', deliveriesOf } as const];
  return createEventRelay(connection, stores, consumers, (err) =>
    log.warn({ err }, 'could not relay events; they stay with their accounts, to be relayed later'),
  );
}

/** Puts together what counts failed sign-ins in the log. */
export function countFailedSignIns({ accounts, events }: Stores, log: Logger): FailedSignIns {
  return createFailedSignIns({
    events,
    deletedOf: (ids) => accounts.tombstones.deletedOf(ids),
    onFault: (err) => log.warn({ err }, 'could not add failed sign-ins to the log of events; they are lost'),
    onFull: () =>
      log.warn('too many accounts have failed sign-ins at once; some are not in the log of events'),
  });
}
