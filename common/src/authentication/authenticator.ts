import type { Authentication } from './authentication';
import { createCarrier, type Carrier, type CarrierSettings, type IdentifiedToken } from './carrier';
import { chooseAuthentication } from './choose-authentication';
import { after, type Eventually } from '../async/eventually';
import { readBearer } from '../request/bearer';
import {
  decodeSessionCookie,
  MAX_SESSION_COOKIES,
  readCookie,
  readCookies,
  readRepeatedCookie,
  sessionCookieName,
  type CookieSettings,
} from '../request/cookies';
import { isUnsafeCrossOrigin } from '../request/cross-origin';
import { toNodeRequest, type NodeRequest, type RequestLike } from '../request/request-like';
import type { AccessTokenClaims } from '../token/claims';
import type { TokenEncryption } from '../token/token-encryption';
import { verifyAccessToken } from '../token/verify-access-token';

export interface AuthenticatorSettings extends CookieSettings, CarrierSettings {
  /** Opens the token in the session cookie. */
  readonly encryption?: TokenEncryption | undefined;
  readonly trustedOrigins: readonly string[];
}

/**
 * Answers at once, but for a token that is seen for the first time, where it is encrypted or of an unknown remote key, and for
 * several session cookies.
 */
export interface Authenticator {
  /** What the credentials of a request come to. */
  authenticate(req: RequestLike): Eventually<Authentication>;
  /** The access token of a request that `authenticate` came to these claims by. */
  tokenOf(req: RequestLike, claims: AccessTokenClaims): Eventually<string | undefined>;
  readonly sessionCookies: SessionCookieReader;
}

/** Reads each session cookie of a request by itself, where a browser sends several. A bearer token is not looked at. */
export interface SessionCookieReader {
  /** Judges each as the only one of its request, in the order of the header. */
  judgeEach(req: RequestLike): Promise<Authentication[]>;
  /** Whom their tokens were issued for, in the order of the header. A token that is none of ours is left out. */
  identifyEach(req: RequestLike): Promise<IdentifiedToken[]>;
}

const MISSING: Authentication = { failure: 'token_missing' };

/** Where the token of a request is. */
interface Found {
  readonly carrier: Carrier;
  readonly raw: string;
  /** All values, where there are several. */
  readonly repeated?: readonly string[] | undefined;
}

/**
 * Makes what reads who a request is from. A bearer token decides alone; without one the session cookie does, unless
 * the request is an unsafe one from another origin.
 */
export function createAuthenticator(settings: AuthenticatorSettings): Authenticator {
  const { trustedOrigins, remoteKeys, encryption } = settings;
  const cookieName = sessionCookieName(settings);
  let [bearer, cookie] = createCarriers();
  // What was verified with a key that is withdrawn is forgotten.
  remoteKeys?.onChange(() => ([bearer, cookie] = createCarriers()));

  function createCarriers(): [bearer: Carrier, cookie: Carrier] {
    return [
      createCarrier((raw) => raw, settings),
      createCarrier((raw) => readToken(raw, encryption), settings),
    ];
  }

  function find(req: NodeRequest): Found | undefined {
    const token = readBearer(req.headers.authorization);
    if (token !== undefined) return { carrier: bearer, raw: token };
    const value = readCookie(req.headers.cookie, cookieName);
    if (value === undefined || isUnsafeCrossOrigin(req, trustedOrigins)) return undefined;
    return { carrier: cookie, raw: value, repeated: readRepeatedCookie(req.headers.cookie, cookieName) };
  }

  /**
   * The keys that are here decide first. A cookie of another installation, such as that of production above staging, comes with
   * each request, and would make each ask for its key.
   */
  async function judgeRepeated({ judge }: Carrier, values: readonly string[]): Promise<Authentication> {
    if (remoteKeys) {
      const choosing = chooseAuthentication(values, (value) => judge(value, false));
      // What cannot be judged is judged once more below: another one may be good when its key is here.
      const known = await choosing.catch(() => undefined);
      if (known?.claims) return known;
    }
    return chooseAuthentication(values, judge);
  }

  const valuesOf = ({ headers }: NodeRequest) => readCookies(headers.cookie, cookieName, MAX_SESSION_COOKIES);

  return {
    sessionCookies: {
      async judgeEach(like) {
        const req = toNodeRequest(like);
        const isRefused = isUnsafeCrossOrigin(req, trustedOrigins);
        const judge = async (value: string) => (isRefused ? MISSING : cookie.judge(value));
        return Promise.all(valuesOf(req).map(judge));
      },
      async identifyEach(req) {
        const values = valuesOf(toNodeRequest(req));
        const found = await Promise.all(values.map(async (value) => cookie.identify(value)));
        return found.filter((each) => each !== undefined);
      },
    },
    authenticate(req) {
      const found = find(toNodeRequest(req));
      if (!found) return MISSING;
      const { carrier, raw, repeated } = found;
      return repeated ? judgeRepeated(carrier, repeated) : carrier.judge(raw);
    },
    tokenOf(req, { jti }) {
      const found = find(toNodeRequest(req));
      if (!found?.repeated) return found?.carrier.unwrap(found.raw);
      return findToken(
        found.carrier,
        found.repeated,
        (token) => verifyAccessToken(token, settings)?.jti === jti,
      );
    },
  };
}

/** The token in a session cookie; empty where there is none. */
function readToken(value: string, encryption: TokenEncryption | undefined): Eventually<string> {
  const text = decodeSessionCookie(value) ?? '';
  return encryption ? after(encryption.decrypt(text), (token = '') => token) : text;
}

async function findToken(
  { unwrap }: Carrier,
  values: readonly string[],
  isIt: (token: string) => boolean,
): Promise<string | undefined> {
  for (const value of values) {
    const token = await unwrap(value);
    if (isIt(token)) return token;
  }
  return undefined;
}
