import type { Server } from 'node:http';
import {
  createAuthentication,
  errorHandler,
  followRevocations,
  type FollowedRevocations,
} from '@latchkey/common';
import { listen } from '@latchkey/common/server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { itIsAnAdminAct } from '../../support/admin-only';
import { signUpAdmin } from '../../support/admins';
import { JWT_KEY, type TestAuth } from '../../support/auth-service';
import { cookieValue } from '../../support/cookies';
import {
  cookiesOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { userDocument } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { expectProblem } from '../../support/problems';
import { startReplica } from '../../support/replica';
import { until } from '../../support/until';

let auth: TestAuth;
let admin: Owner;
let revocations: FollowedRevocations;
let service: Server;

/** A service of another team, which follows the auth service's feed. */
function startService(): Promise<Server> {
  const { requireAuth } = createAuthentication({ jwtKey: JWT_KEY, cookieSecure: false, revocations });
  const app = express();
  app.get('/', requireAuth, (_req, res) => void res.send('in'));
  app.use(errorHandler);
  return listen(app, 0, '127.0.0.1');
}

const atService = (device: Device) => request(service).get('/').set('Cookie', cookiesOf(device));

const endSessions = (device: Partial<Device>, id: string) => send(auth, 'delete', `${id}/sessions`, device);

beforeAll(async () => {
  auth = await startReplica();
  admin = await signUpAdmin(auth);
  revocations = followRevocations({ url: `${auth.internalUrl}/revocations` });
  await revocations.ready();
  service = await startService();
});
afterAll(async () => {
  await revocations.close();
  service.closeAllConnections();
  service.close();
  await auth.stop();
});

describe('DELETE /api/users/:id/sessions', () => {
  itIsAnAdminAct(
    () => auth,
    async (device) => endSessions(device, (await signUpDevice(auth)).id),
  );

  it('signs a person out on every device', async () => {
    const person = await signUpDevice(auth);
    const there = await signInDevice(auth, person);
    const response = await endSessions(admin, person.id).expect(200);
    expect(response.body).toEqual({
      id: person.id,
      email: person.email,
      roles: [],
      emailVerified: false,
      createdAt: expect.any(String),
    });
    for (const device of [person, there]) {
      expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
      expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    }
    await refreshDevice(auth, await signInDevice(auth, person)).expect(200);
  });

  it('kills access tokens at a service that follows the feed', async () => {
    const person = await signUpDevice(auth);
    await atService(person).expect(200);
    await endSessions(admin, person.id).expect(200);
    await until('the service was told', async () => (await atService(person)).status === 401);
    expectProblem(await atService(person), 401, 'token_revoked');
    await atService(await signInDevice(auth, person)).expect(200);
  });

  it('ends the session that outlived the end of all others, too', async () => {
    const person = await signUpDevice(auth);
    const kept = await send(auth, 'delete', 'sessions', person).expect(200);
    await endSessions(admin, person.id).expect(200);
    const device = { ...person, session: cookieValue(kept, 'session')! };
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    expect(await userDocument(auth, person.email)).not.toHaveProperty('keepSid');
  });

  it('beats a session that ends all others just then', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.accounts, 'keepOnlySession');
    const ending = send(auth, 'delete', 'sessions', person).then((response) => response);
    await held.reached;
    await endSessions(admin, person.id).expect(200);
    held.letGo();
    expectProblem(await ending, 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
  });

  it('leaves a ban, the roles and everybody else as they are', async () => {
    const [person, stranger] = [await signUpDevice(auth), await signUpDevice(auth)];
    const before = await userDocument(auth, person.email);
    await endSessions(admin, person.id).expect(200);
    const after = await userDocument(auth, person.email);
    expect(after).toEqual({ ...before, gen: 1, sessionGen: 1, revokedAt: expect.any(Date) });
    await refreshDevice(auth, stranger).expect(200);
  });

  it('signs the last admin out, too, who can sign in again', async () => {
    const other = await signUpAdmin(auth);
    await endSessions(other, other.id).expect(200);
    expectProblem(await endSessions(other, other.id), 401, 'token_revoked');
    await send(auth, 'get', 'audit', await signInDevice(auth, other)).expect(200);
  });

  it('is in the audit trail', async () => {
    const { id } = await signUpDevice(auth);
    await endSessions(admin, id).expect(200);
    expect(await auth.services.audit.list({ user: id, limit: 10 })).toEqual([
      expect.objectContaining({
        actor: admin.id,
        action: 'end_sessions',
        target: id,
        details: {},
        outcome: 'done',
      }),
    ]);
  });

  it('answers 404 to the id of nobody', async () => {
    expectProblem(await endSessions(admin, 'a'.repeat(24)), 404, 'not_found');
    expectProblem(await endSessions(admin, 'nobody'), 404, 'not_found');
  });

  it('is not for a page of another origin', async () => {
    const person = await signUpDevice(auth);
    const response = await endSessions(admin, person.id).set('Origin', 'https://evil.example');
    expectProblem(response, 403, 'cross_origin');
    await refreshDevice(auth, person).expect(200);
  });
});
