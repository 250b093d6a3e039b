import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factorCodeHash } from '../../../src/credentials/mail-tokens/factor-codes';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { refreshDevice, send, signUpDevice, type Owner } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { beginTotp, codeOf, confirmTotp, enrol, WITH_TOTP } from '../../support/totp';

const CODE = '7KQ2-M9XD-0F4V-ZT6A';

describe('the first app of an account whose roles need a second factor', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_TOTP, MFA_ROLES: 'editor' });
  });
  afterAll(() => auth.stop());

  const begin = (owner: Owner, body: object) => send(auth, 'post', 'factors/totp', owner).send(body);
  const grant = ({ email }: Owner) => changeUser(auth, email, { roles: ['editor'] });
  const giveCode = ({ id, email }: Owner, code = CODE) => {
    const until = new Date(Date.now() + 60_000);
    return changeUser(auth, email, { mailTokens: { factor: [{ hash: factorCodeHash(id, code), until }] } });
  };

  it('needs a code, which is used up when the app is added', async () => {
    const owner = await signUpDevice(auth);
    await grant(owner);
    await giveCode(owner);
    expectProblem(await begin(owner, {}), 403, 'factor_code_required');
    expectProblem(await begin(owner, { code: 'AAAA-AAAA' }), 400, 'invalid_code');
    await begin(owner, { code: CODE }).expect(201);
    // A page that is loaded again asks for another secret.
    const again = await begin(owner, { code: CODE }).expect(201);
    const { secret } = again.body as { secret: string };
    const response = await confirmTotp(auth, owner, codeOf(secret)).expect(200);
    expect(claimsOf(response)).toMatchObject({ acr: 'aal2', roles: ['editor'] });
    expect((await userDocument(auth, owner.email))!.mailTokens!.factor).toBeUndefined();
  });

  it('needs it also where the role was granted after it was begun without one', async () => {
    const owner = await signUpDevice(auth);
    const secret = await beginTotp(auth, owner);
    await grant(owner);
    expectProblem(await confirmTotp(auth, owner, codeOf(secret)), 403, 'factor_code_required');
    expect((await auth.services.accounts.find(owner.id))!.factors.totp).toBeUndefined();
  });

  it('counts wrong codes as failures of the session', async () => {
    const owner = await signUpDevice(auth);
    await grant(owner);
    await giveCode(owner);
    for (let n = 0; n < 10; n++)
      expectProblem(await begin(owner, { code: `AAAA-AAA${n}` }), 400, 'invalid_code');
    expect((await refreshDevice(auth, owner)).status).toBe(401);
  });

  it('needs none beside a factor, or for other roles', async () => {
    const owner = await enrol(auth, await signUpDevice(auth));
    await grant(owner);
    await begin(owner, {}).expect(201);
  });
});
