import { checkVerifiedEmail, createRoleCheck, createStepUpCheck } from '@latchkey/common/protocol';
import type { VerifiedToken } from '@latchkey/common/protocol';

/** What a policy of the file may say; `read-policies.ts` checks it. */
export interface Rules {
  /** The role that a user needs. */
  readonly role?: string;
  /** Whether the email has to be verified. */
  readonly verifiedEmail?: true;
  /** How long ago the user may have proven who they are, such as `10m`. */
  readonly maxAge?: string;
  /** What the proof has to be worth. */
  readonly acr?: 'aal2';
  /** Lets everybody through, and tells who it is where that is known. */
  readonly optional?: true;
  /** Hands the access token on, as `Authorization: Bearer`. */
  readonly handOn?: true;
  /** Sends people to sign in: `true` with a 302, `nginx` with a 401 that has a Location. */
  readonly signIn?: true | 'nginx';
}

/** What a proxy asks by. */
export interface Policy {
  readonly name: string;
  readonly isOptional: boolean;
  readonly handsTokenOn: boolean;
  /** How people are sent to sign in, if they are. */
  readonly signIn: 'redirect' | 'nginx' | undefined;
  /**
   * Checks a user who is authenticated: the role, then the email, then the proof.
   * @throws ForbiddenError (403 `forbidden`, `email_not_verified`), StepUpRequiredError (401), NotAuthorizedError (401 `token_expired`
   *   for a token that does not say whether the email is verified)
   */
  readonly check: (token: VerifiedToken) => void;
}

/** Makes a policy of its rules. */
export function createPolicy(name: string, rules: Rules): Policy {
  const { role, verifiedEmail, maxAge, acr, optional = false, handOn = false, signIn } = rules;
  const checks: ((token: VerifiedToken) => void)[] = [
    ...(role === undefined ? [] : [createRoleCheck(role)]),
    ...(verifiedEmail ? [checkVerifiedEmail] : []),
    ...(maxAge === undefined && acr === undefined
      ? []
      : [createStepUpCheck({ ...(maxAge !== undefined && { maxAge }), ...(acr && { acr }) })]),
  ];
  return {
    name,
    isOptional: optional,
    handsTokenOn: handOn,
    signIn: signIn === true ? 'redirect' : signIn,
    check: (token) => checks.forEach((check) => check(token)),
  };
}
