import { randomBytes } from 'node:crypto';
import type { DeliveryStore, NewDelivery } from '@latchkey/auth/dist/events/delivery.js';

/** Mails that wait to be sent. */
export interface Backlog {
  /** Makes it so long again, whatever was sent meanwhile. */
  fill(length: number): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Keeps a backlog of notices, which arose before what is measured. */
export function createBacklog(deliveries: Pick<DeliveryStore, 'insert' | 'countWaiting'>): Backlog {
  return {
    async fill(length) {
      const missing = length - (await deliveries.countWaiting());
      await deliveries.insert(Array.from({ length: Math.max(0, missing) }, newNotice));
    },
  };
}

function newNotice(): NewDelivery {
  const arisenAt = new Date();
  return {
    id: `mail:${randomBytes(12).toString('hex')}`,
    consumer: 'mail',
    kind: 'password_changed',
    recipient: 'waiting@example.com',
    data: {},
    arisenAt,
    expiresAt: new Date(arisenAt.getTime() + DAY_MS),
  };
}
