import {
  decodeSessionCookie,
  encodeSessionCookie,
  parseKeyRing,
  readCookies,
  signAccessToken,
} from '@latchkey/common/protocol';
import { expectOk, setRoles, signIn, signUp, signUpAdmin, type Person } from '../../support/people';

/** Those who ask in the situations; `nobody` sends no cookie. */
export type Who = 'plain' | 'staff' | 'stale' | 'expired' | 'forged' | 'nobody';

/** What a browser or a program of one of them sends. */
export interface Credentials {
  readonly cookie: string;
  /** The access token. */
  readonly token: string;
}

export interface People {
  readonly admin: Person;
  readonly plain: Person;
  readonly staff: Person;
  readonly credentials: Readonly<Record<Who, Credentials>>;
}

type Claims = Parameters<typeof signAccessToken>[0] & { readonly iss: string; readonly aud: string };

const HOUR_S = 3600;

/**
 * Makes accounts: one without roles, and one of the staff. `stale` is the latter an hour after they proved who they are, `expired` the
 * former with a token that has expired, and a refresh token that has not; the token of `forged` has another key.
 */
export async function createPeople(authUrl: string, mongoUri: string, jwtKey: string): Promise<People> {
  const admin = await signUpAdmin(authUrl, mongoUri);
  const [plain, staff] = await Promise.all([signUp(authUrl), signUp(authUrl)]);
  expectOk(await setRoles(authUrl, admin, staff, ['staff']));
  await signIn(authUrl, staff);
  const stale = { auth_time: Math.floor(Date.now() / 1000) - HOUR_S };
  return {
    admin,
    plain,
    staff,
    credentials: {
      plain: credentialsOf(plain),
      staff: credentialsOf(staff),
      stale: changed(staff, jwtKey, stale),
      expired: changed(plain, jwtKey, {}, -60),
      forged: changed(staff, 'another-key-another-key-another-key-another-key', {}),
      nobody: { cookie: '', token: '' },
    },
  };
}

/** The credentials of a person who is signed in. */
export function credentialsOf({ cookie }: Person): Credentials {
  const [value] = readCookies(cookie, 'session', 1);
  return { cookie, token: decodeSessionCookie(value!)! };
}

function changed(person: Person, jwtKey: string, claims: object, secondsLeft = 900): Credentials {
  const payload = credentialsOf(person).token.split('.')[1]!;
  const { iss, aud, ...subject } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  const context = { keys: parseKeyRing(jwtKey), issuer: iss, audience: aud };
  const token = signAccessToken({ ...subject, ...claims }, secondsLeft * 1000, context);
  return {
    cookie: person.cookie.replace(/\bsession=[^;]+/, `session=${encodeSessionCookie(token)}`),
    token,
  };
}
