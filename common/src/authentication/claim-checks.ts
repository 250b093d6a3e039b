import { ConfigurationError } from '../config/configuration-error';
import { parseDuration } from '../config/duration';
import { ForbiddenError } from '../errors/forbidden-error';
import { NotAuthorizedError } from '../errors/not-authorized-error';
import { StepUpRequiredError } from '../errors/step-up-required-error';
import type { VerifiedToken } from '../token/verified-tokens';

/** What a user has to have proven; give at least one of the two. */
export interface StepUpOptions {
  /** How long ago the proof may be, such as `10m`. */
  readonly maxAge?: string;
  /** `aal2`: with a second factor. */
  readonly acr?: 'aal2';
}

type CheckedToken = Pick<VerifiedToken, 'claims'>;

/** Clocks may differ by as much (as for the expiry of tokens). */
const CLOCK_TOLERANCE_S = 5;

/**
 * Makes the check of when and how a user was authenticated, from the claims alone. A token that does not say is of `aal1`, and
 * never fresh.
 * @throws ConfigurationError when the options ask for nothing, or `maxAge` is no duration
 */
export function createStepUpCheck({ maxAge, acr }: StepUpOptions): (token: CheckedToken) => void {
  if (maxAge === undefined && acr === undefined)
    throw new ConfigurationError(["requireStepUp needs maxAge or acr, such as { maxAge: '10m' }"]);
  const seconds = maxAge === undefined ? undefined : readSeconds(maxAge);
  const oldest = (seconds ?? Infinity) + CLOCK_TOLERANCE_S;
  return function checkStepUp({ claims: { auth_time: authTime = -Infinity, acr: present } }) {
    const isFresh = seconds === undefined || Date.now() / 1000 - authTime <= oldest;
    if (!isFresh || (acr !== undefined && present !== acr))
      throw new StepUpRequiredError({ maxAge: seconds, acr });
  };
}

/**
 * Checks that a user has a role.
 * @throws ForbiddenError (403 `forbidden`); StepUpRequiredError (401 `insufficient_user_authentication`) while roles are withheld
 *   until a second factor is proven: the role may be one of them
 */
export function createRoleCheck(role: string): (token: VerifiedToken) => void {
  return function checkRole({ user, claims }) {
    if (user.roles.includes(role)) return;
    if (claims.roles_withheld) throw new StepUpRequiredError({ acr: 'aal2' });
    throw new ForbiddenError(`This needs the role ${role}.`);
  };
}

/**
 * Checks that the email of a user is verified.
 * @throws ForbiddenError (403 `email_not_verified`); NotAuthorizedError (401 `token_expired`) for the token of an older auth
 *   service, which does not say, so that clients refresh
 */
export function checkVerifiedEmail({ claims: { email_verified: isVerified } }: CheckedToken): void {
  if (isVerified === undefined) throw new NotAuthorizedError('token_expired');
  if (!isVerified) throw new ForbiddenError('Verify your email first.', 'email_not_verified');
}

function readSeconds(maxAge: string): number {
  try {
    return Math.floor(parseDuration(maxAge) / 1000);
  } catch (error) {
    throw new ConfigurationError([`maxAge of requireStepUp ${(error as Error).message}`]);
  }
}
