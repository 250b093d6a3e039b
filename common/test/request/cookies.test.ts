import cookieSession from 'cookie-session';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  decodeSessionCookie,
  encodeSessionCookie,
  readCookie,
  refreshCookieName,
  sessionCookieName,
} from '../../src/request/cookies';
import { express } from '../support/express';
import { ticketService } from '../support/service';
import { asCookie, token } from '../support/tokens';

describe('the names of the cookies', () => {
  it.each([
    [{ cookieSecure: true }, '__Host-session', '__Secure-refresh'],
    [{ cookieSecure: true, cookieDomain: undefined }, '__Host-session', '__Secure-refresh'],
    [{ cookieSecure: true, cookieDomain: 'example.com' }, '__Secure-session', '__Secure-refresh'],
    [{ cookieSecure: false }, 'session', 'refresh'],
    [{ cookieSecure: false, cookieDomain: 'example.com' }, 'session', 'refresh'],
  ])('follow from %j', (settings, session, refresh) => {
    expect(sessionCookieName(settings)).toBe(session);
    expect(refreshCookieName(settings)).toBe(refresh);
  });
});

describe('a cookie in a Cookie header', () => {
  it.each([
    ['session=a', 'a'],
    ['x=1; session=a; y=2', 'a'],
    ['x=1;session=a', 'a'],
    ['session="a"', '"a"'],
    ['session=a%3D', 'a='],
    ['session=a==', 'a=='],
    ['session=first; session=second', 'first'],
    ['xsession=a', undefined],
    ['x=session', undefined],
    ['session', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is read from %j', (header, value) => {
    expect(readCookie(header, 'session')).toBe(value);
  });

  it('is not a property that every object has', () => {
    expect(readCookie('x=constructor', 'constructor')).toBeUndefined();
  });
});

/** The service that signs in: the package as it is, with the options of the auth service. */
function signInService(jwt: string) {
  const app = express().use(cookieSession({ name: '__Host-session', signed: false, secure: false }));
  app.post('/signin', (req, res) => {
    req.session = { jwt };
    res.end();
  });
  app.get('/session', (req, res) => void res.json(req.session));
  return app;
}

describe('the session cookie', () => {
  const jwt = token();

  it('is read as the cookie-session package writes it', async () => {
    const { headers } = await request(signInService(jwt)).post('/signin').expect(200);
    const [written = ''] = headers['set-cookie'] as unknown as string[];
    const [pair = ''] = written.split(';');
    expect(pair).toBe(`__Host-session=${encodeSessionCookie(jwt)}`);
    expect(decodeSessionCookie(pair.replace('__Host-session=', ''))).toBe(jwt);
    await request(ticketService().app).get('/tickets').set('Cookie', pair).expect(200);
  });

  it('is written as the cookie-session package reads it', async () => {
    const response = await request(signInService(jwt))
      .get('/session')
      .set('Cookie', `__Host-session=${encodeSessionCookie(jwt)}`);
    expect(response.body).toEqual({ jwt });
  });

  it.each(['', '{', '{}', 'null', '"x"', '[]', '{"jwt":5}', '{"jwt":null}', '{"jwt":["x"]}'])(
    'holds no token when it is base64 of %s',
    (text) => {
      expect(decodeSessionCookie(Buffer.from(text).toString('base64'))).toBeUndefined();
    },
  );

  it.each([jwt, `"${jwt}"`, 'a.b', '.', '"a.b', '{"jwt":"a.b"}'])(
    'is the token itself when it has a dot: %s',
    (value) => {
      expect(decodeSessionCookie(value)).toBe(value === `"${jwt}"` ? jwt : value);
    },
  );

  it('holds no token when it is longer than what browsers keep', () => {
    expect(decodeSessionCookie(`a.${'b'.repeat(4094)}`)).toHaveLength(4096);
    expect(decodeSessionCookie(`a.${'b'.repeat(4095)}`)).toBeUndefined();
  });

  it('may hold more than the token, where a service uses cookie-session itself', async () => {
    const value = Buffer.from(JSON.stringify({ cart: [1, 2], jwt, views: 3 })).toString('base64');
    await request(ticketService().app).get('/tickets').set('Cookie', `__Host-session=${value}`).expect(200);
  });

  it('is what the tests of this folder make by hand', () => {
    expect(asCookie(jwt)).toBe(`__Host-session=${encodeSessionCookie(jwt)}`);
  });
});
