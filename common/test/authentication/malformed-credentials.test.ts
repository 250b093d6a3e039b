import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, base64, token } from '../support/tokens';

const cookieValues: Record<string, string> = {
  'nothing at all': '',
  'no base64': '!!!',
  'a broken escape': '%E0%A4%A',
  'base64 of no text': base64(''),
  'base64 of no JSON': base64('{"jwt":'),
  'base64 of {}': base64('{}'),
  'base64 of null': base64('null'),
  'base64 of "null"': base64('"null"'),
  'base64 of a list': base64('[]'),
  'base64 of {"jwt":5}': base64('{"jwt":5}'),
  'base64 of {"jwt":null}': base64('{"jwt":null}'),
  'base64 of {"jwt":""}': base64('{"jwt":""}'),
  'base64 of {"jwt":{}}': base64('{"jwt":{}}'),
  'base64 of a __proto__ with a jwt': base64(`{"__proto__":{"jwt":"${token()}"}}`),
  'a token of another signature': `${token()}A`,
  'base64 of a token without the session around it': base64(token()),
};

const authorizations = [
  'Bearer',
  'Bearer null',
  'Bearer x',
  'Bearer a.b.c',
  'Bearer ...',
  `Bearer ${token()} ${token()}`,
  `bearer Bearer ${token()}`,
  `Bearer ${asCookie(token()).replace(/^[^=]+=/, '')}`,
];

describe('credentials that are no token', () => {
  const service = ticketService();

  it.each(Object.entries(cookieValues))('are refused in the cookie: %s', async (_name, value) => {
    const response = await request(service.app).get('/tickets').set('Cookie', `__Host-session=${value}`);
    expectRefused(response, 'token_invalid');
    expect(service.reached()).toBe(0);
  });

  it.each(authorizations)('are refused in Authorization: %s', async (authorization) => {
    const response = await request(service.app).get('/tickets').set('Authorization', authorization);
    expectRefused(response, 'token_invalid');
    expect(service.reached()).toBe(0);
  });

  it('are missing where none come', async () => {
    expectRefused(await request(service.app).get('/tickets'), 'token_missing');
    expectRefused(await request(service.app).get('/tickets').set('Cookie', 'theme=dark'), 'token_missing');
    expectRefused(
      await request(service.app).get('/tickets').set('Authorization', 'Basic YWRhOnB3'),
      'token_missing',
    );
    expectRefused(
      await request(service.app).get('/tickets').set('Authorization', 'Bearers x'),
      'token_missing',
    );
    expect(service.reached()).toBe(0);
  });

  describe('of 100 KB', () => {
    const filler = 'x'.repeat(100_000);
    const server = () => createServer({ maxHeaderSize: 512 * 1024 }, service.app);

    it.each([
      ['a cookie of letters', 'Cookie', `__Host-session=${filler}`],
      ['a bearer token of letters', 'Authorization', asBearer(filler)],
      // Well signed, so that only its length can be held against it.
      ['a cookie with a token', 'Cookie', asCookie(token({ note: filler }))],
      ['a bearer token', 'Authorization', asBearer(token({ note: filler }))],
    ])('are refused: %s', async (_name, field, value) => {
      expectRefused(await request(server()).get('/tickets').set(field, value), 'token_invalid');
      expect(service.reached()).toBe(0);
    });

    it('do not matter in a cookie that is not ours', async () => {
      await request(server())
        .get('/tickets')
        .set('Cookie', `analytics=${filler}; ${asCookie(token())}`)
        .expect(200);
    });
  });
});
