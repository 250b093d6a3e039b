/**
 * What the auth service shares with the library: names, formats and rules, so that neither can drift. Other services
 * do not need it, and it may change between minor versions.
 */
export { commonVariables, readEnvironment, sharedVariables } from './config/environment';
export { accountVariables, publicOrigin } from './config/page-variables';
export { feedVariables } from './config/feed-variables';
export { durationBetween, parseDuration } from './config/duration';
export { readVariableFiles } from './config/variable-files';
export {
  cookieDomain,
  count,
  duration,
  encryptionKeysText,
  feedUrl,
  natsUrl,
  smtpUrl,
} from './config/validators';
export { parseEncryptionKeys, parseKeyRing, type KeyRing } from './keys/key-ring';
export { createTokenEncryption, type TokenEncryption } from './token/token-encryption';
export { type VerifiedToken } from './token/verified-tokens';
export { signAccessToken } from './token/sign-access-token';
export { MAX_ACCESS_TTL } from './token/verify-access-token';
export {
  accountCookieName,
  decodeSessionCookie,
  encodeSessionCookie,
  readCookie,
  readCookies,
  refreshCookieName,
  sessionCookieName,
} from './request/cookies';
export { createAuthenticator, type Authenticator } from './authentication/authenticator';
export { checkVerifiedEmail, createRoleCheck, createStepUpCheck } from './authentication/claim-checks';
export { readOptions } from './authentication/authentication-options';
export { openAuthentication, type OpenAuthentication } from './authentication/open-authentication';
export { createAuthenticationWithReader } from './authentication/create-authentication';
export type { SessionCookieReader } from './authentication/authenticator';
export type { IdentifiedToken } from './authentication/carrier';
export { hasHost } from './http/same-host';
export { isWebOrigin } from './http/url';
export { warningsOfOrigins } from './request/trusted-origins';
export { parseTrustedUrl } from './request/trusted-url';
export { addRefusedRefresh, readRefusedRefresh, sessionDigest } from './request/refused-refresh';
export { readAskedRequest, type AskedRequest } from './request/asked-request';
export { toUserHeaders, type TellableUser, type UserHeaders } from './http/user-headers';
export { readBearer } from './request/bearer';
export { toProblemAnswer, type ProblemAnswer } from './errors/problem-answer';
export { isLocalPath } from './http/local-path';
export { joinTarget, splitTarget, type RequestTarget } from './http/request-target';
export { isPrefetch } from './request/prefetch';
export { createCredentialCheck } from './request/credential-check';
export { MessageError } from './errors/message-error';
export { createRevocationList, type RevocationList } from './revocations/revocation-list';
export { keyOf, type Revocation } from './revocations/revocation';
export { backOff } from './async/backoff';
export { createFairPlaces, type FairPlaces } from './server/fair-places';
export { HEARTBEAT_MS } from './revocations/feeds/feed';
export { isCurrent, withOutage } from './revocations/outage';
export { CredentialsRefusedError } from './revocations/feeds/credentials-refused-error';
export { connectToNats, BUCKET, AS_OF_KEY, LIVE_PREFIX } from './revocations/feeds/nats';
export { createArrivals, type Mark } from './feed-source/arrivals';
export { createFeedEndpoints, type FeedEndpoints } from './feed-source/feed-endpoints';
export type { FeedSource } from './feed-source/feed-source';
export { createFollowers, sendAway, type Followers } from './feed-source/followers';
export {
  followRevocationsAsSource,
  type RelayedRevocations,
} from './feed-source/follow-revocations-as-source';
export { revocationSnapshot } from './feed-source/revocation-snapshot';
export { revocationStream } from './feed-source/revocation-stream';
export { createSnapshotCache, type Snapshot } from './feed-source/snapshot-cache';
