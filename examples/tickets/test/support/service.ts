import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { sessionCookie, useTestKeyPair } from '@latchkey/common/testing';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp } from '../../src/app';
import { createCouponStore } from '../../src/coupons-store';
import { createConnection } from '../../src/database';
import { createOutageLog, listen } from '@latchkey/common/server';
import { createTicketStore } from '../../src/tickets-store';

useTestKeyPair();
process.env.COOKIE_SECURE = 'false';

export const alice = { id: 'alice' };
export const bob = { id: 'bob' };
export const admin = { id: 'root', roles: ['admin'] };

/** Where the tests' MongoDB is. */
export function mongoUri(): string {
  const uri = process.env.TEST_MONGO_URI ?? process.env.MONGO_URI;
  if (!uri) throw new Error('These tests need a MongoDB: set TEST_MONGO_URI.');
  return uri;
}

/** A name for a database that no other test file uses. */
export function databaseName(): string {
  return `tickets_test_${randomUUID().replaceAll('-', '')}`;
}

export type Client = ReturnType<typeof supertest.agent>;

/** The app on a port of its own. `connected: false` leaves the database away; `uri` is that of another one. */
export async function startService({ connected = true, uri }: { connected?: boolean; uri?: string } = {}) {
  const connection = createConnection();
  if (uri !== undefined) await connection.openUri(uri);
  else if (connected) await connection.openUri(mongoUri(), { dbName: databaseName() });
  const log = pino({ level: 'silent' });
  const stores = { tickets: createTicketStore(connection), coupons: createCouponStore(connection) };
  const server = await listen(
    createApp({ ...stores, log, outages: createOutageLog(log, 'MongoDB') }),
    0,
    '127.0.0.1',
  );
  const { port } = server.address() as AddressInfo;

  /** Sends what this user's client would send; without a user, what an unauthenticated client would send. */
  function as(
    user?: Parameters<typeof sessionCookie>[0],
    options?: Parameters<typeof sessionCookie>[1],
  ): Client {
    const client = supertest.agent(`http://127.0.0.1:${port}`);
    return user ? client.set('Cookie', sessionCookie(user, options)) : client;
  }

  async function stop(): Promise<void> {
    server.close();
    if (connected && uri === undefined) await connection.dropDatabase();
    await connection.close();
  }

  return { as, connection, stop };
}

export type Service = Awaited<ReturnType<typeof startService>>;
