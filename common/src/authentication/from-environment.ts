import { readEnvironment, sharedVariables } from '../config/environment';
import type { AuthenticationMiddleware } from './authentication-middleware';
import { createAuthentication } from './create-authentication';
import { openAuthentication, type OpenAuthentication } from './open-authentication';
import {
  followRevocations,
  type FollowedRevocations,
  type RevocationStatus,
} from '../revocations/follow-revocations';

interface Made extends OpenAuthentication<FollowedRevocations> {
  readonly authentication: AuthenticationMiddleware;
}

let made: Made | undefined;

/** Made from process.env at first use, so that nothing happens at import. */
export function fromEnvironment(): Made {
  if (made) return made;
  const opened = openAuthentication(readEnvironment(process.env, sharedVariables), followRevocations);
  made = { ...opened, authentication: createAuthentication(opened.options) };
  return made;
}

/**
 * Call it at start. It reports a wrong configuration before the first request does. It waits for the keys of JWKS_URL,
 * however long that takes, and for the snapshot of the revocation list; with ON_OUTAGE=allow for at most 5 s.
 * @example
 * ```ts
 * import { ready } from '@latchkey/common';
 *
 * await ready();
 * app.listen(3000);
 * ```
 * @throws ConfigurationError that lists every missing or wrong variable, or when NATS refuses the credentials of REVOCATIONS_URL
 */
export async function ready(): Promise<void> {
  const opened = fromEnvironment();
  for (const warning of opened.warnings) process.emitWarning(warning);
  await opened.ready();
}

/**
 * Ends what was opened and forgets what was made from the environment; the next use reads it again.
 * @example
 * ```ts
 * import { close } from '@latchkey/common';
 *
 * process.once('SIGTERM', () => void close());
 * ```
 */
export async function close(): Promise<void> {
  const closing = made;
  made = undefined;
  await closing?.close();
}

/**
 * How well the revocation list is kept, for your gauges; undefined without REVOCATIONS_URL.
 * @example
 * ```ts
 * import { revocationStatus } from '@latchkey/common';
 *
 * const { entries = 0, secondsSinceAsOf = Infinity } = revocationStatus() ?? {};
 * ```
 */
export function revocationStatus(): RevocationStatus | undefined {
  return fromEnvironment().revocations?.status();
}
