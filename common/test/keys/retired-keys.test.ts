import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, kidOf, OTHER_SECRET, token } from '../support/tokens';

const RETIRED = 'a-secret-that-has-left-the-ring-in-the-meantime';
const hourAgo = () => Math.floor(Date.now() / 1000) - 3600;

/** A token of someone who was away while the key left the ring; whether the signature is good, nobody can tell. */
function retired(claims = {}, header = {}, secret = RETIRED) {
  return token({ exp: hourAgo(), ...claims }, { kid: kidOf(RETIRED), ...header }, secret);
}

describe.each([
  ['Cookie', asCookie],
  ['Authorization', asBearer],
] as const)('a token of a key that has left the ring, in %s', (field, write) => {
  const { app, reached } = ticketService();
  const get = (jwt: string) => request(app).get('/tickets').set(field, write(jwt));

  it('is expired, so that its client refreshes, which hangs on no key', async () => {
    expectRefused(await get(retired()), 'token_expired');
    expectRefused(await get(retired({}, {}, OTHER_SECRET)), 'token_expired');
    expect(reached()).toBe(0);
  });

  it.each([
    ['it has not expired', () => retired({ exp: hourAgo() + 7200 })],
    ['its exp is no number', () => retired({ exp: 'never' })],
    ['another issuer made it', () => retired({ iss: 'someone-else' })],
    ['it is for another audience', () => retired({ aud: 'someone-else' })],
    ['it is of another typ', () => retired({}, { typ: 'JWT' })],
    ['it names no kid', () => retired({}, { kid: undefined })],
    ['it names a kid of the ring', () => token({ exp: hourAgo() }, {}, OTHER_SECRET)],
    ['it is no token', () => 'x.y.z'],
  ])('is invalid when %s', async (_name, forge) => {
    expectRefused(await get(forge()), 'token_invalid');
    expect(reached()).toBe(0);
  });
});
