import { isRequestId, REQUEST_ID_HEADER } from '../http/request-id-form';
import { hasHost } from '../http/same-host';

/** The names that the cookies of session and device can have, by COOKIE_SECURE and COOKIE_DOMAIN. */
const FORWARDED_COOKIE = /^(?:(?:__Host-|__Secure-)?session|(?:__Host-)?device)=/;
/** The cookies that the account pages are sent for the auth service: the proof of a session, and the steps that are under way. */
const ACCOUNT_COOKIES = /^(?:(?:__Secure-)?account|(?:__Host-)?(?:ceremony-[a-z-]{1,20}|passkey-challenge))=/;
const STEP = /^(?:__Host-)?(?:ceremony-[a-z-]{1,20}|passkey-challenge)=/;
/** What the auth service reads of a request beside the cookie: who sends it from where, on which device, in which language. */
const PASSED_ON = ['accept-language', 'origin', 'sec-fetch-site', 'user-agent'];

/** A browser's request, as far as the services behind a page have to know of it. */
export interface ForwardedSession {
  /** To be sent with each request that is made for the browser. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The same with the cookies that a browser sends to the account pages: for the auth service alone, since any other
   * service could act for the account by them. The calls of a client send these by themselves; its `fetch` does not. They include the
   * steps that began in an answer to an earlier call.
   */
  readonly accountHeaders?: Readonly<Record<string, string>> | undefined;
  /** The Set-Cookie lines of the answers so far. The page's answer must carry each, as a header of its own. */
  readonly setCookies: readonly string[];
  /** Keeps the Set-Cookie lines of an answer. */
  keepCookies(response: Response): void;
}

/**
 * Makes requests of a page's server pass and fail as they would coming from the browser: with its cookies of session and device
 * and no other header of its choice, under the same rule against cross-site requests, and counted for the same address. The id of
 * the request (`X-Request-Id`) goes with them, so that the logs of all services have the same one.
 * @param clientAddress the address of the browser. The service asked must trust X-Forwarded-For of this server (TRUST_PROXY)
 * @example
 * ```ts
 * import { createClient, forwardSession } from '@latchkey/common/client';
 *
 * const session = forwardSession(request, { clientAddress: '203.0.113.7' });
 * const client = createClient({ baseUrl: 'http://auth-srv:3000', session });
 * const { currentUser } = await client.currentUser();
 * ```
 */
export function forwardSession(
  { headers }: Pick<Request, 'headers'>,
  { clientAddress }: { readonly clientAddress?: string | undefined } = {},
): ForwardedSession {
  const forwarded: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = headers.get(name);
    if (value !== null) forwarded[name] = value;
  }
  // The service has another Host than the page, so the comparison with Origin is made here.
  if (forwarded.origin !== undefined && forwarded['sec-fetch-site'] === undefined) {
    forwarded['sec-fetch-site'] = hasHost(forwarded.origin, headers.get('host'))
      ? 'same-origin'
      : 'cross-site';
  }
  const pairs = (headers.get('cookie') ?? '').split(/; */);
  const cookie = pairs.filter((pair) => FORWARDED_COOKIE.test(pair)).join('; ');
  const ofAccount = pairs.filter((pair) => FORWARDED_COOKIE.test(pair) || ACCOUNT_COOKIES.test(pair));
  if (cookie !== '') forwarded.cookie = cookie;
  const requestId = headers.get(REQUEST_ID_HEADER);
  if (isRequestId(requestId)) forwarded[REQUEST_ID_HEADER] = requestId;
  if (clientAddress !== undefined) forwarded['x-forwarded-for'] = clientAddress;

  const accountHeaders = { ...forwarded };
  if (ofAccount.length > 0) accountHeaders.cookie = ofAccount.join('; ');
  const setCookies: string[] = [];
  return {
    headers: forwarded,
    accountHeaders,
    setCookies,
    keepCookies(response) {
      const lines = response.headers.getSetCookie();
      setCookies.push(...lines);
      const cookie = withSteps(accountHeaders.cookie, lines);
      if (cookie !== '') accountHeaders.cookie = cookie;
    },
  };
}

/** A Cookie header with the steps that an answer began, each in the place of one of its name. */
function withSteps(cookie = '', lines: readonly string[]): string {
  const begun = lines.map((line) => line.split(';', 1)[0]!).filter((pair) => STEP.test(pair));
  const names = begun.map(nameOf);
  const kept = cookie.split('; ').filter((pair) => pair !== '' && !names.includes(nameOf(pair)));
  return [...kept, ...begun].join('; ');
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}
