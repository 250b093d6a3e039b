import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../src/client';

/** A refusal of the auth service. */
const refusal = (members: object) =>
  Response.json({ errors: [{ message: 'Confirm.' }], ...members }, { status: 401 });

describe('a sign-in that needs a second factor', () => {
  it('rejects with what the account has', async () => {
    const answer = refusal({ code: 'second_factor_required', factors: ['totp', 'recovery_code', 'passkey'] });
    await expect(readAnswer(answer)).rejects.toMatchObject({
      status: 401,
      code: 'second_factor_required',
      factors: ['totp', 'recovery_code', 'passkey'],
    });
  });

  it.each([
    [['totp', 'of-a-later-release', 7], ['totp']],
    ['totp', []],
    [undefined, []],
  ])('reads what it knows of %j', async (factors, known) => {
    const answer = refusal({ code: 'second_factor_required', factors });
    await expect(readAnswer(answer)).rejects.toMatchObject({ factors: known });
  });

  it('has factors at no other refusal', async () => {
    const answer = refusal({ code: 'invalid_credentials', factors: ['totp'] });
    await expect(readAnswer(answer)).rejects.toMatchObject({ factors: undefined });
  });
});
