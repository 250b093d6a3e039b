import type { TestAuth } from './auth-service';

/** The mails about an event that wait, once it was relayed. */
export async function mailsOf({ services, connection }: TestAuth, kind: string, account: string) {
  await services.relay.drain();
  await services.relay.relayLeft();
  return connection.collection('deliveries').find({ kind, account }).toArray();
}
