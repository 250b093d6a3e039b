import { createAccountStore } from './accounts/account-store';
import { createCeremonyStore } from './ceremonies/ceremony-store';
import type { Connection } from './database';
import { createAudit, type Audit } from './events/audit';
import { createDeliveriesStore } from './events/deliveries-store';
import { createEventStore } from './events/event-store';
import { createFormerAudit } from './events/former-audit-store';
import type { OnOutbox } from './events/outbox-entry';
import { createOutboxStore } from './events/outbox-store';
import { createRelay, type Consumer, type Relay } from './events/relay';
import { createInvitationStore } from './invitations/invitation-store';
import type { RevocationLog } from './revocations/revocation-log';
import { createLimitsStore } from './limits/limits-store';
import { createSessionStore } from './sessions/session-store';
import { createSignUpStore } from './sign-ups/sign-up-store';

/**
 * Everything that is stored, on one connection.
 * @param revocations records what ends tokens, once that is stored
 * @param onOutbox called with what leaves events, once that is stored
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
    invitations: createInvitationStore(connection),
    signUps: createSignUpStore(connection),
    ceremonies: createCeremonyStore(connection),
    deliveries: createDeliveriesStore(connection),
    events: createEventStore(connection),
  };
}

export type Stores = ReturnType<typeof createStores>;

/**
 * What moves events from accounts and sessions to the log and to deliveries.
 * @param consumers what sends news of events out of this service
 * @param onFault called with why events could not be relayed now
 */
export function createEventRelay(
  connection: Connection,
  { events, deliveries }: Pick<Stores, 'events' | 'deliveries'>,
  consumers: readonly Consumer[],
  onFault: (error: unknown) => void,
): Relay {
  const accounts = createOutboxStore(connection, 'accounts');
  const sessions = createOutboxStore(connection, 'sessions');
  return createRelay({ events, deliveries, consumers, outboxes: { accounts, sessions }, onFault });
}

/** The audit trail: a view of the log of events, and of what releases before it wrote. */
export function createAuditTrail(
  connection: Connection,
  { events }: Pick<Stores, 'events'>,
  relay: Pick<Relay, 'relayLeft'>,
): Audit {
  return createAudit({ events, former: createFormerAudit(connection), relay });
}
