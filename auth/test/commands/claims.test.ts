import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { changeNow } from '../support/change-account';
import { refreshDevice, send, signUpDevice } from '../support/devices';
import { expectProblem } from '../support/problems';
import { endSpawned } from '../support/spawn-auth';
import { claimsOf } from '../support/tokens';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const admin = (...args: string[]) => runAdmin(auth, ['claims', ...args]);

describe('admin claims', () => {
  it('replaces the claims of an account, and {} removes them', async () => {
    const person = await signUpDevice(auth);
    expect(await admin(person.email, ' { "tenant": "acme" } ')).toEqual({
      code: 0,
      stdout: `${person.email} now has: {"tenant":"acme"}\n`,
      stderr: '',
    });
    expectProblem(await send(auth, 'get', 'sessions', person), 401, 'token_revoked');
    expect(claimsOf(await refreshDevice(auth, person)).claims).toEqual({ tenant: 'acme' });
    expect((await admin(person.email, '{}')).stdout).toBe(`${person.email} now has: no claims\n`);
    expect(claimsOf(await refreshDevice(auth, person))).not.toHaveProperty('claims');

    const same = { actor: 'command line', action: 'set_claims', target: person.id, from: hostname() };
    expect(await auth.services.audit.list({ user: person.id, limit: 10 })).toEqual([
      expect.objectContaining({ ...same, details: { claims: {} }, outcome: 'done' }),
      expect.objectContaining({ ...same, details: { claims: { tenant: 'acme' } }, outcome: 'done' }),
    ]);
  });

  it.each([
    ['{tenant:acme}', `claims are JSON, in quotes for the shell: '{"tenant":"acme"}'`],
    ['["acme"]', 'claims are a JSON object'],
    [JSON.stringify({ a: 'x'.repeat(600) }), 'claims have at most 580 bytes as JSON'],
  ])('refuses %s, and says how they are written', async (json, fault) => {
    const person = await signUpDevice(auth);
    expect(await admin(person.email, json)).toEqual({ code: 1, stdout: '', stderr: `admin: ${fault}\n` });
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('keeps the room that a token has for roles', async () => {
    const { email, id } = await signUpDevice(auth);
    await admin(email, JSON.stringify({ a: 'x'.repeat(560) }));
    for (let n = 0; n < 10; n++)
      await changeNow(auth, id, { kind: 'grant_role', role: `${n}`.padStart(64, 'r') });
    const { code, stderr } = await runAdmin(auth, ['grant', 'x'.repeat(64), email]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^admin: Give fewer roles, or set smaller claims first: .*\n$/);
  });

  it.each([[[]], [['a@example.com']], [['a@example.com', '{"a":', '1}']]])(
    'shows how it is used: admin claims %j',
    async (args) => {
      const { code, stderr } = await admin(...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^admin: not understood\nUsage: /);
    },
  );
});
