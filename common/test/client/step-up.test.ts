import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../src/client';
import { StepUpRequiredError, type StepUpRequirement } from '../../src/index';

/** An answer of a service on the library. */
function refusal(challenge: string): Response {
  const problem = { code: 'insufficient_user_authentication', errors: [{ message: 'Confirm.' }] };
  return Response.json(problem, { status: 401, headers: { 'WWW-Authenticate': challenge } });
}

describe('a call that needs a step-up', () => {
  it.each<[StepUpRequirement, object]>([
    [{ maxAge: 600 }, { maxAge: 600, acrValues: undefined }],
    [{ acr: 'aal2' }, { maxAge: undefined, acrValues: ['aal2'] }],
    [
      { maxAge: 5, acr: 'aal2' },
      { maxAge: 5, acrValues: ['aal2'] },
    ],
  ])('tells what it takes: %j', async (requirement, told) => {
    const challenge = new StepUpRequiredError(requirement).headers['WWW-Authenticate'];
    await expect(readAnswer(refusal(challenge))).rejects.toMatchObject({
      status: 401,
      code: 'insufficient_user_authentication',
      ...told,
    });
  });

  it('reads the challenge as RFC 9470 shows it, and of other services', async () => {
    const challenge =
      'Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="5", acr_values="aal2 aal1"';
    await expect(readAnswer(refusal(challenge))).rejects.toMatchObject({
      maxAge: 5,
      acrValues: ['aal2', 'aal1'],
    });
    await expect(readAnswer(refusal('Basic'))).rejects.toMatchObject({ maxAge: undefined });
  });
});
