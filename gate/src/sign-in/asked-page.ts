import type { IncomingHttpHeaders } from 'node:http';
import { hasHost, isLocalPath } from '@latchkey/common/protocol';

/** A page that a browser asked a proxy for. */
export interface AskedPage {
  /** One of the origins that browsers are sent back to. */
  readonly origin: string;
  /** With its query. */
  readonly path: string;
}

/** The account pages take no longer one. */
const MAX_PATH_CHARACTERS = 3_900;

/**
 * Reads which page a proxy asks about: below the policy, where the proxy appends the client's path and keeps its Host (Envoy), else
 * in X-Forwarded-Uri and X-Forwarded-Host. A client can make up a header that its proxy does not set, so only a page of these origins
 * counts.
 * @param appended what follows the policy in the path of the question; empty where that is nothing
 * @returns undefined where the page is not known, or of another origin
 */
export function readAskedPage(
  appended: string,
  headers: IncomingHttpHeaders,
  origins: readonly string[],
): AskedPage | undefined {
  const forwardedUri = headers['x-forwarded-uri'];
  const path = appended === '' ? forwardedUri : appended;
  const host = appended === '' ? headers['x-forwarded-host'] : headers.host;
  if (typeof path !== 'string' || path.length > MAX_PATH_CHARACTERS || !isLocalPath(path)) return undefined;
  const origin = origins.find((each) => hasHost(each, String(host)));
  return origin === undefined ? undefined : { origin, path };
}
