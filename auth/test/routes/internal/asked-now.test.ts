import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { sidOf, signUpDevice, type Owner } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { cookie, PROXIES } from '../../support/proxies';
import { storeAal2 } from '../../support/stored-factors';
import { accessTokenIn, jwtPart } from '../../support/tokens';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
const ROLES = ['admin', 'staff'];

let auth: TestAuth;
let owner: Owner;

/** A person with a role that needs a second factor, and a token of before it was proven. */
beforeAll(async () => {
  auth = await startAuth({ INTERNAL_TOKEN, MFA_ROLES: 'admin' });
  owner = await signUpDevice(auth);
  await changeUser(auth, owner.email, { roles: ROLES });
});
afterAll(() => auth.stop());

async function introspected(): Promise<unknown> {
  const asked = auth.internal().post('/introspect').type('form');
  const token = accessTokenIn(owner.session);
  const { body } = (await asked
    .set('Authorization', `Bearer ${INTERNAL_TOKEN}`)
    .send({ token })
    .expect(200)) as { body: unknown };
  return body;
}

const verified = async () => (await PROXIES.nginx(auth, 'GET', cookie(owner)).expect(200)).headers;

describe('what services and gateways are answered', () => {
  it('leaves roles out until a second factor is proven', async () => {
    expect(await introspected()).toMatchObject({ roles: ['staff'], roles_withheld: true, acr: 'aal1' });
    expect(await verified()).toMatchObject({
      'x-user-roles': 'staff',
      'x-user-acr': 'aal1',
      'x-user-amr': 'pwd',
      'x-user-auth-time': expect.stringMatching(/^\d{10}$/),
    });
  });

  it('is the session as it is now, about a token of before the proof', async () => {
    await storeAal2(auth, sidOf(owner));
    const token = jwtPart(accessTokenIn(owner.session), 1) as Record<string, unknown>;
    const { jti, sub, sid, gen, iat, exp } = token;
    const answer = await introspected();
    expect(answer).toMatchObject({ jti, sub, sid, gen, iat, exp, active: true });
    expect(answer).toMatchObject({ roles: ROLES, acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(answer).not.toHaveProperty('roles_withheld');
    expect(await verified()).toMatchObject({
      'x-user-roles': 'admin,staff',
      'x-user-acr': 'aal2',
      'x-user-amr': 'pwd,otp,mfa',
    });
  });

  it('is no second factor any more when one was removed', async () => {
    await changeUser(auth, owner.email, { factors: { version: 1, gen: 1 } });
    expect(await introspected()).toMatchObject({ roles: ['staff'], acr: 'aal1', amr: ['pwd', 'otp'] });
    expect(await verified()).toMatchObject({ 'x-user-roles': 'staff', 'x-user-acr': 'aal1' });
  });

  it('is empty in each header that an older session knows nothing of, so that a client cannot fill it', async () => {
    const sessions = auth.connection.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: sidOf(owner) }, { $unset: { authTime: 1, amr: 1, acr: 1 } });
    expect(await verified()).toMatchObject({ 'x-user-acr': '', 'x-user-amr': '', 'x-user-auth-time': '' });
    expect(await introspected()).not.toHaveProperty('acr');
  });
});
