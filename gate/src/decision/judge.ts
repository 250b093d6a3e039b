import { NotAuthorizedError } from '@latchkey/common';
import type { AskedRequest, Authenticator, VerifiedToken } from '@latchkey/common/protocol';
import type { Policy } from '../policies/policy';

/**
 * Judges a request by a policy, from the token and the list of revocations alone.
 * @returns who it is from; undefined for nobody, where the policy is optional
 * @throws what a service on the library answers with: NotAuthorizedError and StepUpRequiredError (401), ForbiddenError (403),
 *   UnavailableError (503) when the list is too old to say, and the service wants to refuse then
 */
export async function judge(
  { isOptional, check }: Policy,
  authenticator: Authenticator,
  asked: AskedRequest,
): Promise<VerifiedToken | undefined> {
  const { failure, user, claims } = await authenticator.authenticate(asked);
  if (failure !== undefined) {
    if (isOptional) return undefined;
    throw new NotAuthorizedError(failure);
  }
  const token = { user, claims };
  check(token);
  return token;
}
