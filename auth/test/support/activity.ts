import type { AccountEvent, OwnEvent } from '@latchkey/common/client';
import type { TestAuth } from './auth-service';
import { send, type Device } from './devices';

/** A page of events as it is sent. */
export interface EventPage<T = OwnEvent> {
  readonly events: readonly T[];
  readonly next?: string;
}

/** What a person reads of their own account, once the events of all processes are in the log. */
export async function ownEvents(auth: TestAuth, device: Device, query = ''): Promise<EventPage> {
  await relayAll(auth);
  return (await send(auth, 'get', `me/events${query}`, device).expect(200)).body as EventPage;
}

/** What admins read of an account. */
export async function eventsOf(
  auth: TestAuth,
  admin: Device,
  id: string,
  query = '',
): Promise<EventPage<AccountEvent>> {
  await relayAll(auth);
  return (await send(auth, 'get', `${id}/events${query}`, admin).expect(200)).body as EventPage<AccountEvent>;
}

async function relayAll({ services: { relay } }: TestAuth): Promise<void> {
  await relay.drain();
  await relay.relayLeft();
}
