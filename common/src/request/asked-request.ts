import type { IncomingHttpHeaders } from 'http';
import { isUnsafeCrossOrigin } from './cross-origin';

/** A request in which a proxy asks about another one. */
interface Question {
  readonly method?: string | undefined;
  /** As it stands in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** The request that a proxy asks about, as far as is known. */
export interface AskedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Reads the request that a proxy asks about (forward-auth). Envoy appends its path and keeps its method and Host; Traefik names
 * both in X-Forwarded-Method and X-Forwarded-Host, nginx as it is configured to. A header that a client has sent may stand beside
 * the proxy's word, so of all that is told the reading that is refused first counts, and such a header can only make the check
 * stricter. Where no method is told, it may be an unsafe one.
 * @param path where the proxy asks, such as `/verify`; below it, the method and the Host of the question count, too
 */
export function readAskedRequest(
  { method, url, headers }: Question,
  path: string,
  trustedOrigins: readonly string[],
): AskedRequest {
  const isAppended = url.startsWith(`${path}/`);
  const methods = [
    isAppended ? method : undefined,
    headers['x-forwarded-method'],
    headers['x-original-method'],
  ];
  const forwardedHost = headers['x-forwarded-host'];
  const hosts = [isAppended || forwardedHost === undefined ? headers.host : undefined, forwardedHost];
  const readings = told(methods, 'unknown').flatMap((method) =>
    told(hosts, '').map((host) => ({ method, headers: { ...headers, host } })),
  );
  return readings.find((reading) => isUnsafeCrossOrigin(reading, trustedOrigins)) ?? readings[0]!;
}

function told(values: readonly (string | string[] | undefined)[], fallback: string): string[] {
  const known = values.filter((value) => value !== undefined).map(String);
  return known.length > 0 ? known : [fallback];
}
