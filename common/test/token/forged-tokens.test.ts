import { beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import {
  asBearer,
  asCookie,
  base64url,
  claimsSet,
  joseHeader,
  kidOf,
  OTHER_SECRET,
  SECRET,
  signed,
  token,
} from '../support/tokens';

const claims = (changes = {}) => JSON.stringify(claimsSet(changes));
const header = (changes = {}) => JSON.stringify(joseHeader(changes));

/** Each is one step away from a good token. */
const forgeries: Record<string, () => string> = {
  'alg none, without a signature': () => `${base64url(header({ alg: 'none' }))}.${base64url(claims())}.`,
  'alg none, with the signature of a good token': () => token({}, { alg: 'none' }),
  'alg NONE': () => `${base64url(header({ alg: 'NONE' }))}.${base64url(claims())}.`,
  'no signature': () => token().replace(/[^.]+$/, ''),
  'two parts': () => token().replace(/\.[^.]+$/, ''),
  'four parts': () => `${token()}.${base64url('more')}`,
  'another key under our kid': () => token({}, {}, OTHER_SECRET),
  'another key under its own kid': () => token({}, { kid: kidOf(OTHER_SECRET) }, OTHER_SECRET),
  'HS512 with the right key': () => signed(header({ alg: 'HS512' }), claims(), SECRET, 'sha512'),
  'HS512 in the header, HS256 in the signature': () => token({}, { alg: 'HS512' }),
  'RS256 with our secret as its key': () => token({}, { alg: 'RS256' }),
  'no alg': () => token({}, { alg: undefined }),
  'an alg that is no string': () => token({}, { alg: ['HS256'] }),
  'another issuer': () => token({ iss: 'someone-else' }),
  'an empty issuer': () => token({ iss: '' }),
  'another audience': () => token({ aud: 'someone-else' }),
  'our audience among others': () => token({ aud: ['latchkey', 'someone-else'] }),
  'the typ of a plain JWT': () => token({}, { typ: 'JWT' }),
  'no typ': () => token({}, { typ: undefined }),
  'no kid': () => token({}, { kid: undefined }),
  'an unknown kid': () => token({}, { kid: 'nobody-knows-it' }),
  'a kid that is a name of Object.prototype': () => token({}, { kid: '__proto__' }),
  'a kid that is no string': () => token({}, { kid: [kidOf(SECRET)] }),
  crit: () => token({}, { crit: ['exp'] }),
  'crit that is null': () => token({}, { crit: null }),
  'a header that is null': () => signed('null', claims()),
  'a header that is no JSON': () => signed('{', claims()),
  'a payload that is no JSON': () => signed(header(), '{'),
  'a payload that is null': () => signed(header(), 'null'),
  'a payload that is a list': () => signed(header(), '[]'),
  'not yet valid': () => token({ nbf: Math.floor(Date.now() / 1000) + 3600 }),
};

const ways = [
  ['Cookie', asCookie],
  ['Authorization', asBearer],
] as const;

describe('a forged token', () => {
  const service = ticketService();
  const good = token();

  // The service remembers a good one, so a forgery cannot pass for lack of having met it.
  beforeAll(async () => {
    for (const [field, write] of ways) {
      await request(service.app).get('/tickets').set(field, write(good)).expect(200);
    }
    expect(service.reached()).toBe(2);
  });

  describe.each(Object.entries(forgeries))('with %s', (_name, forge) => {
    it.each(ways)('is refused in %s', async (field, write) => {
      const response = await request(service.app).get('/tickets').set(field, write(forge()));
      expectRefused(response, 'token_invalid');
      expect(service.reached()).toBe(2);
    });

    it.each(ways)('is nobody to currentUser in %s', async (field, write) => {
      const response = await request(service.app).get('/me').set(field, write(forge())).expect(200);
      expect(response.body).toEqual({ user: null });
    });
  });

  it.each(ways)('made of a good one by editing its payload is refused in %s', async (field, write) => {
    const [head, , signature] = good.split('.');
    const edited = `${head}.${base64url(claims({ roles: ['admin'] }))}.${signature}`;
    const response = await request(service.app).get('/admin').set(field, write(edited));
    expectRefused(response, 'token_invalid');
    expect(service.reached()).toBe(2);
  });

  it.each(ways)('made of a good one by editing its signature is refused in %s', async (field, write) => {
    const edited = good.endsWith('A') ? good.replace(/A$/, 'E') : good.replace(/.$/, 'A');
    expectRefused(await request(service.app).get('/tickets').set(field, write(edited)), 'token_invalid');
  });
});
