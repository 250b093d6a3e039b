import { createAccountStore } from './accounts/account-store';
import { createCeremonyStore } from './ceremonies/ceremony-store';
import type { Connection } from './database';
import { createAuditStore } from './events/audit-store';
import { createDeliveriesStore } from './events/deliveries-store';
import type { OnOutbox } from './events/outbox-entry';
import { createInvitationStore } from './invitations/invitation-store';
import type { RevocationLog } from './revocations/revocation-log';
import { createLimitsStore } from './limits/limits-store';
import { createSessionStore } from './sessions/session-store';

/**
 * Everything that is stored, on one connection.
 * @param revocations told of what ends tokens, once that is stored
 * @param onOutbox told of what leaves events, once that is stored
 */
export function createStores(
  connection: Connection,
  { record }: Pick<RevocationLog, 'record'>,
  onOutbox: OnOutbox,
) {
  return {
    accounts: createAccountStore(connection, record, onOutbox),
    sessions: createSessionStore(connection, record, onOutbox),
    limits: createLimitsStore(connection),
    audit: createAuditStore(connection),
    invitations: createInvitationStore(connection),
    ceremonies: createCeremonyStore(connection),
    deliveries: createDeliveriesStore(connection),
  };
}
