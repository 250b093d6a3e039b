import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { onlyAdmins, withRoles } from '../support/admins';
import { refreshDevice, send, signInDevice, signUpDevice } from '../support/devices';
import { userDocument } from '../support/documents';
import { expectProblem } from '../support/problems';
import { endSpawned } from '../support/spawn-auth';
import { accessTokenIn, jwtPart } from '../support/tokens';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});

afterEach(endSpawned);
afterAll(() => auth.stop());

const admin = (args: string[], env?: NodeJS.ProcessEnv) => runAdmin(auth, args, env);

describe('admin ban', () => {
  it('ends the tokens of a person and keeps them out', async () => {
    const person = await signUpDevice(auth);
    expect(await admin(['ban', ` ${person.email.toUpperCase()}`, 'spam', 'and', 'worse'])).toEqual({
      code: 0,
      stdout: `${person.email} is banned\n`,
      stderr: '',
    });
    expectProblem(await send(auth, 'get', 'sessions', person), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, person), 403, 'banned');
    expect((await userDocument(auth, person.email))?.ban).toEqual({ reason: 'spam and worse' });
  });

  it('needs no reason', async () => {
    const { email } = await signUpDevice(auth);
    expect(await admin(['ban', email])).toMatchObject({ code: 0 });
    expect((await userDocument(auth, email))?.ban).toEqual({});
  });

  it('is read by the services that follow, as any ban is', async () => {
    const person = await signUpDevice(auth);
    await admin(['ban', person.email]);
    const { revocations, stores } = auth.services;
    const claims = jwtPart(accessTokenIn(person.session), 1);
    expect(revocations.list.isRevoked(claims)).toBe(false);
    await revocations.readNew([stores.accounts]);
    expect(revocations.list.isRevoked(claims)).toBe(true);
  });

  it('refuses a reason that is too long', async () => {
    const person = await signUpDevice(auth);
    expect(await admin(['ban', person.email, 'x'.repeat(501)])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'admin: a reason has at most 500 characters\n',
    });
    await send(auth, 'get', 'sessions', person).expect(200);
  });
});

describe('admin unban', () => {
  it('lets a person sign in and work at once', async () => {
    const person = await signUpDevice(auth);
    await admin(['ban', person.email]);
    expect(await admin(['unban', person.email])).toEqual({
      code: 0,
      stdout: `${person.email} is not banned\n`,
      stderr: '',
    });
    await send(auth, 'get', 'sessions', await signInDevice(auth, person)).expect(200);
    expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
  });
});

describe('admin end-sessions', () => {
  it('signs a person out everywhere, who can sign in again', async () => {
    const person = await signUpDevice(auth);
    expect(await admin(['end-sessions', person.email])).toEqual({
      code: 0,
      stdout: `${person.email} is signed out everywhere\n`,
      stderr: '',
    });
    expectProblem(await send(auth, 'get', 'sessions', person), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
    await refreshDevice(auth, await signInDevice(auth, person)).expect(200);
  });
});

describe('the last admin', () => {
  it.each([['ban'], ['revoke', 'admin']])('cannot be taken away: admin %s %s', async (...command) => {
    const last = await withRoles(auth, await signUpDevice(auth), 'admin');
    await onlyAdmins(auth, last);
    expect(await admin([...command, last.email])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'admin: This is the last admin. Give another account the role admin first.\n',
    });
    await send(auth, 'get', 'audit', last).expect(200);
  });
});

describe('the audit trail', () => {
  it('tells what was done, and what was refused', async () => {
    const person = await withRoles(auth, await signUpDevice(auth), 'admin');
    await onlyAdmins(auth, person);
    await admin(['grant', 'one', person.email]);
    await admin(['grant', 'Two', person.email]);
    await admin(['ban', person.email, 'spam']);
    await admin(['revoke', 'one', person.email]);
    await admin(['unban', person.email]);
    await admin(['end-sessions', person.email]);
    const entries = await auth.services.audit.list({ user: person.id, limit: 10 });
    const same = {
      id: expect.any(String),
      actor: 'command line',
      target: person.id,
      from: hostname(),
      at: expect.any(Date),
    };
    expect(entries.reverse()).toEqual([
      { ...same, action: 'set_roles', details: { granted: 'one' }, outcome: 'done' },
      { ...same, action: 'set_roles', details: { granted: 'Two' }, outcome: 'refused', code: 'bad_request' },
      { ...same, action: 'ban', details: { reason: 'spam' }, outcome: 'refused', code: 'last_admin' },
      { ...same, action: 'set_roles', details: { revoked: 'one' }, outcome: 'done' },
      { ...same, action: 'unban', details: {}, outcome: 'done' },
      { ...same, action: 'end_sessions', details: {}, outcome: 'done' },
    ]);
  });
});
