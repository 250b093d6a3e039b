import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { CustomClaims } from '../../src/index';
import { parseEncryptionKeys, parseKeyRing } from '../../src/keys/key-ring';
import { encodeSessionCookie } from '../../src/request/cookies';
import { signAccessToken } from '../../src/token/sign-access-token';
import { createTokenEncryption } from '../../src/token/token-encryption';
import { ec, rsa } from '../support/key-pairs';
import { ticketService } from '../support/service';
import { SECRET } from '../support/tokens';

/** What browsers keep of one cookie, name and value together (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;

/** What the auth service allows: 32 roles of up to 64 characters. */
const MAX_ROLES = 32;
const MAX_ROLE_CHARACTERS = 64;

/** What the auth service allows of roles and claims together, in bytes of JSON: to set claims, and to grant roles beside them. */
const MAX_BYTES_TO_SET_CLAIMS = 580;
const MAX_BYTES_TO_GRANT_ROLES = 1250;
/** What the next release adds: a provider in `amr`. */
const ROOM_FOR_MORE = ',"fed"'.length;
/** The longest that a token tells of a sign-in and an email. */
const PROVEN = {
  auth_time: 4_102_444_800,
  amr: ['pwd', 'otp', 'swk', 'hwk', 'email', 'mfa'],
  acr: 'aal2',
  email_verified: false,
  roles_withheld: true,
};

const COOKIE_KEY = Buffer.alloc(32, 7).toString('base64');

/** Longer than a URL that somebody would name an issuer or an audience by. */
const ISSUER = 'https://auth.some-quite-long-company-name.example.com/';
const AUDIENCE = 'https://api.some-quite-long-company-name.example.com/';

/** The longest session cookie of a user with these roles, as `name=value`. */
function cookieOf(roles: readonly string[], jwtKey = SECRET, claims?: CustomClaims): string {
  return `__Secure-session=${encodeSessionCookie(tokenOf(roles, jwtKey, claims))}`;
}

function tokenOf(roles: readonly string[], jwtKey: string, claims?: CustomClaims): string {
  const email = `${'e'.repeat(64)}@${'d'.repeat(185)}.com`; // 254 characters, the most that SMTP carries
  const subject = { sub: 'f'.repeat(24), sid: 's'.repeat(22), gen: 999_999, email, roles, claims, ...PROVEN };
  return signAccessToken(subject, 900_000, {
    keys: parseKeyRing(jwtKey),
    issuer: ISSUER,
    audience: AUDIENCE,
  });
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Claims that have so many bytes as JSON, with characters of several bytes in UTF-8. */
function claimsOf(bytes: number): CustomClaims {
  const few = Buffer.byteLength(JSON.stringify({ text: 'é€' }));
  return { text: `é€${'x'.repeat(bytes - few)}` };
}

function accepts(cookie: string, jwtKey = SECRET) {
  const { app } = ticketService({ jwtKey, issuer: ISSUER, audience: AUDIENCE, cookieDomain: 'example.com' });
  return request(app).get('/tickets').set('Cookie', cookie);
}

describe('the session cookie', () => {
  const NO_CLAIMS = bytesOf({});
  const spread = Array.from({ length: MAX_ROLES - 1 }, () => 'r'.repeat(36)).concat('r'.repeat(35));

  it('fits for the most roles that an account can have', async () => {
    expect(bytesOf(spread) + NO_CLAIMS).toBe(MAX_BYTES_TO_GRANT_ROLES);
    const cookie = cookieOf(spread);
    expect(Buffer.byteLength(cookie)).toBeLessThan(MAX_COOKIE_BYTES);
    await accepts(cookie).expect(200);
  });

  it('fits for the longest roles that an account can have', async () => {
    const roles = Array.from({ length: 18 }, () => 'r'.repeat(MAX_ROLE_CHARACTERS)).concat('r'.repeat(38));
    expect(bytesOf(roles) + NO_CLAIMS).toBe(MAX_BYTES_TO_GRANT_ROLES);
    const cookie = cookieOf(roles);
    expect(Buffer.byteLength(cookie)).toBeLessThan(MAX_COOKIE_BYTES);
    await accepts(cookie).expect(200);
  });

  it.each([
    ['P-256', ec()],
    ['RSA of 2048 bits', rsa()],
  ])('fits with a key of %s as well', async (_what, { privatePem }) => {
    const cookie = cookieOf(spread, privatePem);
    expect(Buffer.byteLength(cookie)).toBeLessThan(MAX_COOKIE_BYTES);
    await accepts(cookie, privatePem).expect(200);
  });

  // What docs/security.md says of longer tokens.
  it.each([
    ['COOKIE_KEY', SECRET, COOKIE_KEY, 768],
    ['P-256 and COOKIE_KEY', ec().privatePem, COOKIE_KEY, 704],
    ['RSA and COOKIE_KEY', rsa().privatePem, COOKIE_KEY, 512],
  ])('has room for fewer roles with %s', async (_what, jwtKey, cookieKey, characters) => {
    const sizeOf = async (each: number) => {
      const jwt = tokenOf(
        Array.from({ length: MAX_ROLES }, () => 'r'.repeat(each)),
        jwtKey,
      );
      const text = await createTokenEncryption(parseEncryptionKeys(cookieKey)).encrypt(jwt);
      return `__Secure-session=${encodeSessionCookie(text)}`.length;
    };
    const each = Math.floor(characters / MAX_ROLES);
    expect(await sizeOf(each)).toBeLessThan(MAX_COOKIE_BYTES);
    expect(await sizeOf(each + 2)).toBeGreaterThan(MAX_COOKIE_BYTES);
  });

  it('would not fit for the most roles of the longest kind, which is why they are bounded together', () => {
    const roles = Array.from({ length: MAX_ROLES }, () => 'r'.repeat(MAX_ROLE_CHARACTERS));
    expect(Buffer.byteLength(cookieOf(roles))).toBeGreaterThan(MAX_COOKIE_BYTES);
  });

  describe.each([
    ['a secret', SECRET],
    ['P-256', ec().privatePem],
    ['RSA of 2048 bits', rsa().privatePem],
  ])('with %s', (_what, jwtKey) => {
    const roles = ['admin', 'r'.repeat(MAX_ROLE_CHARACTERS)];

    it('fits for the most claims that can be set, also with COOKIE_KEY, and leaves room for claims to come', async () => {
      const claims = claimsOf(MAX_BYTES_TO_SET_CLAIMS - bytesOf(roles));
      expect(bytesOf(roles) + bytesOf(claims)).toBe(MAX_BYTES_TO_SET_CLAIMS);
      await accepts(cookieOf(roles, jwtKey, claims), jwtKey).expect(200);
      const more = { ...claims, more: 'x'.repeat(ROOM_FOR_MORE) };
      const jwe = await createTokenEncryption(parseEncryptionKeys(COOKIE_KEY)).encrypt(
        tokenOf(roles, jwtKey, more),
      );
      expect(`__Secure-session=${encodeSessionCookie(jwe)}`.length).toBeLessThanOrEqual(MAX_COOKIE_BYTES);
    });

    it('fits for the most roles that can be granted beside claims', async () => {
      const claims = claimsOf(MAX_BYTES_TO_GRANT_ROLES - bytesOf(roles));
      const cookie = cookieOf(roles, jwtKey, claims);
      expect(Buffer.byteLength(cookie)).toBeLessThan(MAX_COOKIE_BYTES);
      await accepts(cookie, jwtKey).expect(200);
    });
  });

  it('has no room for as many bytes of claims as of roles in every way that it can be made, which is why they are refused first', async () => {
    const jwt = tokenOf([], rsa().privatePem, claimsOf(MAX_BYTES_TO_GRANT_ROLES));
    const jwe = await createTokenEncryption(parseEncryptionKeys(COOKIE_KEY)).encrypt(jwt);
    expect(`__Secure-session=${encodeSessionCookie(jwe)}`.length).toBeGreaterThan(MAX_COOKIE_BYTES);
  });
});
