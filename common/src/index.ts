export { close, ready, revocationStatus } from './authentication/from-environment';
export {
  authenticate,
  cors,
  currentUser,
  onRevoked,
  requireActive,
  requireAuth,
  requireRole,
  requireStepUp,
  requireVerifiedEmail,
} from './authentication/middleware-from-environment';
export { createAuthentication } from './authentication/create-authentication';
export type { AuthenticationMiddleware } from './authentication/authentication-middleware';
export type { AuthenticationOptions } from './authentication/authentication-options';
export type { Authentication } from './authentication/authentication';
export type { StepUpOptions } from './authentication/claim-checks';
export type { CurrentUser } from './current-user';
export type { CustomClaims, JsonValue } from './custom-claims';
export type { IntrospectionOptions } from './introspection/introspection';
export type { AccessTokenClaims } from './token/claims';
export { isUnsafeCrossOrigin } from './request/cross-origin';
export type { RequestLike } from './request/request-like';
export type { RevocableClaims, Revocations } from './revocations/revocations';
export { followJwks, type FollowedKeys, type JwksOptions } from './keys/follow-jwks';
export type { RemoteKeys } from './keys/remote-keys';
export {
  followRevocations,
  type FollowedRevocations,
  type FollowOptions,
  type RevocationStatus,
} from './revocations/follow-revocations';
export { readEnvironment, sharedVariables } from './config/environment';
export { ConfigurationError } from './config/configuration-error';

export { errorHandler } from './middleware/error-handler';
export { validateRequest } from './middleware/validate-request';
export type { Problem } from './errors/problem';

export { CustomError, type ErrorItem } from './errors/custom-error';
export { BadRequestError } from './errors/bad-request-error';
export { NotFoundError } from './errors/not-found-error';
export { NotAuthorizedError } from './errors/not-authorized-error';
export type { TokenFailure } from './errors/token-failure';
export { ForbiddenError } from './errors/forbidden-error';
export { StepUpRequiredError, type StepUpRequirement } from './errors/step-up-required-error';
export { RequestValidationError } from './errors/request-validation-error';
export { DatabaseConnectionError, UnavailableError } from './errors/unavailable-error';
