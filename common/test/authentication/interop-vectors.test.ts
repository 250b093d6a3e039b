import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseKeyRing } from '../../src/keys/key-ring';
import request from 'supertest';
import { followJwks, type FollowedKeys } from '../../src/index';
import { stopDate } from '../support/clock';
import { startFeed, type FeedServer } from '../support/feed-server';
import { json } from '../support/jwks-server';
import { asBearer, asCookie } from '../support/tokens';
import { expectRefused } from '../support/problems';
import { ticketService, type Service } from '../support/service';

/** Shared with the programs in other languages. */
interface Vectors {
  readonly now: number;
  readonly issuer: string;
  readonly audience: string;
  readonly cookieName: string;
  readonly secrets: readonly string[];
  readonly jwks: { readonly keys: readonly { readonly kid: string; readonly alg: string }[] };
  readonly cookieKey: string;
  /** Who good tokens are from, unless one says another. */
  readonly user: object;
  readonly vectors: readonly {
    readonly name: string;
    readonly jwt?: string;
    /** The lines of the header, where it has several. */
    readonly cookie?: string | string[];
    readonly verdict: 'ok' | 'token_missing' | 'token_expired' | 'token_invalid';
    readonly user?: object;
  }[];
}

const file = join(__dirname, '../../../interop/vectors.json');
const {
  now,
  issuer,
  audience,
  cookieName,
  secrets,
  jwks,
  cookieKey,
  user: usual,
  vectors,
} = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

let publisher: FeedServer;
let remoteKeys: FollowedKeys;
let app: Service['app'];

beforeAll(async () => {
  publisher = await startFeed(json(jwks));
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined); // of the private keys among them
  remoteKeys = followJwks({ url: publisher.url });
  await remoteKeys.ready();
  const jwtKey = secrets.join(',');
  app = ticketService({ jwtKey, remoteKeys, cookieKey, issuer, audience }).app;
  stopDate(now * 1000);
});
afterAll(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  await remoteKeys.close();
  await publisher.stop();
});

describe('a token that other languages judge, too', () => {
  it.each(vectors)('$name: $verdict', async ({ jwt, cookie, verdict, user = usual }) => {
    const sent = cookie ?? (jwt === undefined ? '' : asCookie(jwt, cookieName));
    const response = await request(app).get('/tickets').set('Cookie', [sent].flat());
    if (verdict !== 'ok') return expectRefused(response, verdict);
    expect(response.status).toBe(200);
    const { emailVerified, rolesWithheld, ...shared } = userOf(response);
    expect(shared).toEqual({ email: 'ada@example.com', ...user });
    expect(['boolean', 'undefined']).toContain(typeof emailVerified);
    expect([true, undefined]).toContain(rolesWithheld);
  });

  it.each([
    ['a key of P-256: good', true],
    ['signed in by two factors, an hour ago, with an email that is not verified', false],
    ['of an older auth service, which says nothing of how somebody signed in', undefined],
  ])('tells the library whether the email is verified, %s: %s', async (wanted, emailVerified) => {
    const { jwt } = vectors.find(({ name }) => name === wanted)!;
    const response = await request(app).get('/tickets').set('Cookie', asCookie(jwt!, cookieName));
    expect(userOf(response).emailVerified).toBe(emailVerified);
  });

  it('tells the library that roles are withheld', async () => {
    const wanted = 'whose roles are withheld until a second factor is proven';
    const { jwt } = vectors.find(({ name }) => name === wanted)!;
    const response = await request(app).get('/tickets').set('Cookie', asCookie(jwt!, cookieName));
    expect(userOf(response)).toMatchObject({ roles: [], rolesWithheld: true });
  });

  it.each(vectors.filter(({ jwt, name }) => jwt && !name.startsWith('encrypted') && !/[\s]$/.test(jwt)))(
    'as a bearer token, $name: $verdict',
    async ({ jwt, verdict }) => {
      const response = await request(app).get('/tickets').set('Authorization', asBearer(jwt!));
      if (verdict === 'ok') expect(response.status).toBe(200);
      else expectRefused(response, verdict);
    },
  );

  it('names its key as the library does', () => {
    for (const secret of secrets)
      expect(
        vectors.some(({ jwt = '' }) => jwt.startsWith(header('HS256', parseKeyRing(secret).signing.kid))),
      ).toBe(true);
    for (const { kid, alg } of jwks.keys.slice(0, 2))
      expect(vectors.some(({ jwt = '' }) => jwt.startsWith(header(alg, kid)))).toBe(true);
  });
});

function userOf({ body }: request.Response): Readonly<Record<string, unknown>> {
  return (body as { user: Record<string, unknown> }).user;
}

function header(alg: string, kid: string): string {
  return Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid })).toString('base64url');
}
