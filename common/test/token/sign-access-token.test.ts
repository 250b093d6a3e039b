import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { parseKeyRing } from '../../src/keys/key-ring';
import { signAccessToken } from '../../src/token/sign-access-token';
import { verifyAccessToken } from '../../src/token/verify-access-token';
import { stopDate } from '../support/clock';
import { kidOf, OTHER_SECRET, SECRET } from '../support/tokens';

const context = { keys: parseKeyRing(`${SECRET},${OTHER_SECRET}`), issuer: 'latchkey', audience: 'shop' };
const subject = { sub: 'ada', sid: 's1', gen: 7, email: 'ada@example.com', roles: ['admin'] };
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;

afterEach(() => void jest.useRealTimers());

describe('an access token', () => {
  it('is a JWS of the shape that the documentation shows', () => {
    stopDate('2030-01-01T00:00:00.999Z');
    const iat = Date.parse('2030-01-01T00:00:00Z') / 1000;
    const [header, claims, signature] = signAccessToken(subject, 900_000, context).split('.');
    expect(decode(header)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: kidOf(SECRET) });
    expect(decode(claims)).toEqual({
      iss: 'latchkey',
      aud: 'shop',
      ...subject,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat,
      exp: iat + 900,
    });
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${header}.${claims}`).digest('base64url'));
  });

  it('carries no more of its subject than what is listed', () => {
    const account = { ...subject, password: 'hunter2' };
    const [, claims] = signAccessToken(account, 900_000, context).split('.');
    expect(decode(claims)).not.toHaveProperty('password');
  });

  it('is another one each time', () => {
    expect(signAccessToken(subject, 900_000, context)).not.toBe(signAccessToken(subject, 900_000, context));
  });

  it('is verified without regard to its expiry, so that a refresh can tell whose it was', () => {
    expect(verifyAccessToken(signAccessToken(subject, -60_000, context), context)).toMatchObject(subject);
  });
});
