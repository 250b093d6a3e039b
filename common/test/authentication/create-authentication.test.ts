import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ConfigurationError, createAuthentication } from '../../src/index';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asCookie, SECRET, token } from '../support/tokens';

const get = (options: object, cookie: string) =>
  request(ticketService(options).app).get('/tickets').set('Cookie', cookie);

describe('createAuthentication', () => {
  it('checks the issuer and the audience that it is given', async () => {
    const options = { issuer: 'https://auth.example.com', audience: 'tickets' };
    const ours = token({ iss: 'https://auth.example.com', aud: 'tickets' });
    await get(options, asCookie(ours)).expect(200);
    expectRefused(await get(options, asCookie(token({ aud: 'tickets' }))), 'token_invalid');
    expectRefused(await get(options, asCookie(token({ iss: 'https://auth.example.com' }))), 'token_invalid');
    expectRefused(await get(options, asCookie(token())), 'token_invalid');
  });

  // As a caller in JavaScript writes it: `issuer: process.env.ISSUER`.
  it('takes the default where an option is there but undefined', async () => {
    const options = {
      issuer: undefined,
      audience: undefined,
      cookieSecure: undefined,
      trustedOrigins: undefined,
      revocations: undefined,
    };
    await get(options, asCookie(token())).expect(200);
    expectRefused(await get(options, asCookie(token({ iss: 'x' }))), 'token_invalid');
    expectRefused(await get(options, asCookie(token({ aud: 'x' }))), 'token_invalid');
    expectRefused(await get(options, asCookie(token(), 'session')), 'token_missing');
    const crossOrigin = await request(ticketService(options).app)
      .post('/tickets')
      .set({ Origin: 'https://evil.example', Cookie: asCookie(token()) });
    expectRefused(crossOrigin, 'token_missing');
  });

  it.each([{ issuer: '' }, { audience: '' }])(
    'lets nobody in rather than everybody for %j',
    async (options) => {
      expectRefused(await get(options, asCookie(token())), 'token_invalid');
      expectRefused(await get(options, asCookie(token({ iss: 'x', aud: 'x' }))), 'token_invalid');
    },
  );

  it.each([
    ['', /jwtKey holds no key/],
    ['short', /jwtKey key 1 of .*has 5 bytes/],
    [`${SECRET},short`, /jwtKey key 2 of .*has 5 bytes/],
  ])('refuses a key at once: %j', (jwtKey, message) => {
    const make = () => createAuthentication({ jwtKey });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it('makes instances that do not share what they verified', async () => {
    const cookie = asCookie(token());
    await get({}, cookie).expect(200);
    expectRefused(await get({ jwtKey: 'quite-another-secret-of-thirty-two-bytes' }, cookie), 'token_invalid');
  });
});
