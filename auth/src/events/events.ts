import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { AuthenticationEvent, Origin } from './authentication-event';

/** Refusals for want of capacity, and faults, which have a line of their own: a flood must not fill the log. */
const COUNTED_ONLY = new Set(['unavailable', 'internal_error']);

/** There is a copy of a token or passkey, or may be: an operator who watches warnings should see it. */
const SIGNS_OF_A_COPY = new Set(['token_reused', 'token_repeated', 'passkey_copied']);

/**
 * Where everything that happens to accounts and sessions is told: one structured line each, and a count.
 * @param hashOf what logs may have of an email
 */
export function createEvents(log: Logger, hashOf: (email: string) => string) {
  const counter = new Counter({
    name: 'latchkey_authentication_events_total',
    help: 'Outcomes of authentications, by event and, for failures and ended sessions, by reason',
    labelNames: ['event', 'reason'],
    registers: [],
  });

  return {
    /** For the registry behind GET /metrics. */
    counter,

    record({ ip, id }: Origin, { email, ...event }: AuthenticationEvent): void {
      const { reason = '' } = event;
      counter.inc({ event: event.event, reason });
      if (COUNTED_ONLY.has(reason) || isOfFlood(reason, email)) return;
      const emailHash = email === undefined ? undefined : hashOf(email);
      const level = SIGNS_OF_A_COPY.has(event.event) ? 'warn' : 'info';
      log[level]({ ...event, emailHash, address: ip, reqId: id }, 'authentication event');
    },
  };
}

/**
 * Whether this is one of many refusals of an address that is over its limit. These come before the email is read. A refusal
 * at an email is told: it says why the owner of an account cannot sign in, and from where.
 */
function isOfFlood(reason: string, email: string | undefined): boolean {
  return reason === 'too_many_requests' && email === undefined;
}

export type Events = ReturnType<typeof createEvents>;
