export { createClient, type Client, type ClientOptions } from './client/create-client';
export type { CallOptions } from './client/make-calls';
export type { ErrorCode } from './client/error-code';
export { LatchkeyError, type Fault } from './client/latchkey-error';
export { readAnswer } from './client/read-answer';
export { forwardSession, type ForwardedSession } from './client/forward-session';
export { refreshLocation, type AccountsHost } from './client/refresh-location';
export type { OnStepUp } from './client/stepping-up';
export type { CurrentUser } from './current-user';
export type { CustomClaims, JsonValue } from './custom-claims';
export type {
  Factor,
  NewPasskey,
  OwnFactors,
  Passkey,
  PasskeyCreationOptions,
  PasskeyCredential,
  PasskeyDescriptor,
  PasskeyPurpose,
  PasskeyRequestOptions,
  RecoveryCodes,
  SecondFactor,
  StepUp,
  StepUpRequirement,
  TotpSecret,
} from './client/factor-shapes';
export type {
  Credentials,
  EmailVerification,
  NewCredentials,
  PasswordChange,
  PasswordReset,
  SignInCredentials,
} from './client/credential-shapes';
export type {
  AccountEvent,
  AccountEvents,
  EventClient,
  OwnEvent,
  OwnEventDetails,
  OwnEvents,
  OwnEventType,
} from './client/event-shapes';
export type {
  Account,
  AccountSearch,
  Accounts,
  AuditEntry,
  AuditTrail,
  Ban,
  CurrentUserAnswer,
  Invitation,
  Invitations,
  NewInvitation,
  Page,
  Session,
  Sessions,
  User,
  Users,
} from './client/shapes';
