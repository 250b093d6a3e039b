import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { trimmedCourseHash } from '../../support/hashes';

const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

describe('POST /api/users/signin with a hash of yesterday', () => {
  let auth: TestAuth;

  /** Somebody whose stored hash is this one. */
  async function accountWith(stored: string) {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { password: stored });
    return {
      signIn: (password: string) => auth.request().post('/api/users/signin').send({ email, password }),
      stored: async () => (await userDocument(auth, email))?.password,
    };
  }

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('replaces a legacy scrypt hash by argon2id at the first right password', async () => {
    const legacy = trimmedCourseHash('my old password');
    const { signIn, stored } = await accountWith(legacy);
    expectProblem(await signIn('my old passwort'), 400, 'invalid_credentials');
    expect(await stored()).toBe(legacy);
    await signIn('my old password').expect(200);
    expect(await stored()).toMatch(CURRENT);
    await signIn('my old password').expect(200);
    expectProblem(await signIn('my old passwort'), 400, 'invalid_credentials');
  });

  it('takes a legacy password with spaces around it and without, for as long as it is one', async () => {
    const { signIn, stored } = await accountWith(trimmedCourseHash('  spaces around '));
    await signIn('  spaces around ').expect(200);
    await signIn('spaces around   ').expect(200);
    expect(await stored()).not.toMatch(CURRENT);
    // Without spaces it is what the legacy hash stands for, so that nobody is locked out by the upgrade.
    await signIn('spaces around').expect(200);
    expect(await stored()).toMatch(CURRENT);
    await signIn('spaces around').expect(200);
  });

  it.each([
    ['less memory', { memoryCost: 8192, timeCost: 2, parallelism: 1 }],
    ['one pass', { memoryCost: 19456, timeCost: 1, parallelism: 1 }],
    ['argon2i', { memoryCost: 19456, timeCost: 2, parallelism: 1, algorithm: 1 }],
  ])('replaces an argon2 hash with %s', async (_what, parameters) => {
    const weak = await hash('my password', parameters);
    const { signIn, stored } = await accountWith(weak);
    await signIn('my password!').expect(400);
    expect(await stored()).toBe(weak);
    await signIn('my password').expect(200);
    expect(await stored()).toMatch(CURRENT);
    await signIn('my password').expect(200);
  });

  it('leaves a hash of today as it is', async () => {
    const { signIn, stored } = await accountWith(
      await hash('my password', { memoryCost: 19456, timeCost: 2, parallelism: 1 }),
    );
    const before = await stored();
    await signIn('my password').expect(200);
    expect(await stored()).toBe(before);
  });
});
