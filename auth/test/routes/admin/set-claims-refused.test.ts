import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putClaims, putRoles, signUpAdmin, withRoles } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

describe('PUT /api/users/:id/claims, refused', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'acme'],
    ['a list', [{ tenant: 'acme' }]],
    ['an operator', { $set: { roles: ['admin'] } }],
    ['an operator inside', { a: { $ne: 1 } }],
    ['a path', { 'a.b': 1 }],
    ['four levels', { a: { b: { c: { d: 1 } } } }],
    ['33 names', Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`n${n}`, 1]))],
    ['601 bytes', { a: 'x'.repeat(593) }],
    ['half a character', { a: '\ud800' }],
  ])('refuses %s', async (_what, claims) => {
    const person = await signUpDevice(auth);
    expectInvalid(await putClaims(auth, admin, person.id, claims), 'claims');
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('refuses __proto__, as JSON can carry it', async () => {
    const { id } = await signUpDevice(auth);
    const response = await send(auth, 'put', `${id}/claims`, admin)
      .type('json')
      .send('{"claims":{"__proto__":{"roles":["admin"]}}}');
    expectInvalid(response, 'claims');
  });

  it('are refused before roles are: what a token has no room for together', async () => {
    const roles = Array.from({ length: 10 }, (_, n) => `${n}`.padStart(50, 'r'));
    const person = await withRoles(auth, await signUpDevice(auth), ...roles);
    const claims = { a: 'x'.repeat(500) };
    expectProblem(await putClaims(auth, admin, person.id, claims), 400, 'token_too_large');
    await send(auth, 'get', 'sessions', person).expect(200);

    await putRoles(auth, admin, person.id, []).expect(200);
    await putClaims(auth, admin, person.id, claims).expect(200);
    await putRoles(auth, admin, person.id, roles).expect(200);
    const signedIn = await auth.request().post('/api/users/signin').send(person).expect(200);
    expect(claimsOf(signedIn)).toMatchObject({ roles, claims });

    const more = Array.from({ length: 15 }, (_, n) => `${n}`.padStart(50, 's'));
    expectProblem(await putRoles(auth, admin, person.id, more), 400, 'token_too_large');
    await putRoles(auth, admin, person.id, roles.slice(1)).expect(200);
    await putClaims(auth, admin, person.id, {}).expect(200);
    await putRoles(auth, admin, person.id, more).expect(200);
  });

  it('answers 404 to the id of nobody', async () => {
    expectProblem(await putClaims(auth, admin, 'a'.repeat(24), {}), 404, 'not_found');
    expectProblem(await putClaims(auth, admin, 'nobody', {}), 404, 'not_found');
  });

  it('is not for a page of another origin', async () => {
    const { id } = await signUpDevice(auth);
    const response = await putClaims(auth, admin, id, { tenant: 'acme' }).set(
      'Origin',
      'https://evil.example',
    );
    expectProblem(response, 403, 'cross_origin');
  });
});
