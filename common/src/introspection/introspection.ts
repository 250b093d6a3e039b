import { ConfigurationError } from '../config/configuration-error';
import { UnavailableError } from '../errors/unavailable-error';
import { REQUEST_ID_HEADER } from '../http/request-id-form';
import { isAccessTokenClaims, type AccessTokenClaims } from '../token/claims';
import { createPost } from './post';

const MAX_TIMEOUT_MS = 60_000;

/** Whom to ask about a token, and how long to wait. */
export interface IntrospectionOptions {
  /** The auth service's `POST /introspect`, such as `http://auth-srv:3001/introspect`. */
  readonly url: string;
  /** The credential that the auth service has as INTERNAL_TOKEN. */
  readonly token: string;
  /** Milliseconds until a question counts as unanswered, 1 to 60000; default 2000. */
  readonly timeout?: number;
}

/**
 * Asks whether a token is good at this moment.
 * @param claims what the token was verified to hold, so that an answer about another one is noticed
 * @param requestId the id of the request that the question is asked for, which the auth service logs
 * @returns its claims as a token of this moment would have them; undefined when it is not good
 * @throws UnavailableError (503) when there is no usable answer in time
 */
export type Introspection = (
  token: string,
  claims: AccessTokenClaims,
  requestId: string,
) => Promise<AccessTokenClaims | undefined>;

/**
 * Makes the function that asks the auth service about a token (RFC 7662).
 * @throws ConfigurationError when a request cannot be made of the options
 */
export function createIntrospection({ url, token, timeout = 2000 }: IntrospectionOptions): Introspection {
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > MAX_TIMEOUT_MS)
    throw new ConfigurationError([`introspection.timeout must be 1 to ${MAX_TIMEOUT_MS} ms`]);
  const post = postOf(url, {
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-www-form-urlencoded',
  });

  async function ask(accessToken: string, requestId: string): Promise<unknown> {
    const body = new URLSearchParams({ token: accessToken }).toString();
    const { status, text } = await post(body, AbortSignal.timeout(timeout), {
      [REQUEST_ID_HEADER]: requestId,
    });
    if (status !== 200) throw new Error(`the auth service answered ${status} to a question about a token`);
    return JSON.parse(text);
  }

  return async (accessToken, claims, requestId) => {
    try {
      return readAnswer(await ask(accessToken, requestId), claims);
    } catch (cause) {
      throw new UnavailableError(undefined, undefined, { cause });
    }
  };
}

function postOf(url: string, headers: Readonly<Record<string, string>>) {
  try {
    return createPost(url, headers);
  } catch {
    throw new ConfigurationError([
      'introspection needs a url such as http://auth-srv:3001/introspect and a token that fits into a header',
    ]);
  }
}

function readAnswer(answer: unknown, token: AccessTokenClaims): AccessTokenClaims | undefined {
  const { active, ...claims } = (answer ?? {}) as Partial<Record<string, unknown>>;
  delete claims.token_type;
  if (active === false) return undefined;
  const isAboutIt = claims.jti === token.jti && claims.sub === token.sub && claims.sid === token.sid;
  if (active !== true || !isAboutIt || !isAccessTokenClaims(claims))
    throw new Error('the auth service did not answer about the token in question');
  return claims;
}
