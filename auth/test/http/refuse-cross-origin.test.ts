import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { setCookies } from '../support/cookies';
import { PASSWORD, signUp } from '../support/people';
import { expectProblem } from '../support/problems';

const TRUSTED = 'https://app.example.com';
const OTHER = 'https://evil.example.net';

const ORIGINS = ['absent', 'same host', 'same host, other port', 'other', 'null', 'trusted'] as const;

/** Which requests of browsers are let through; the columns are ORIGINS. */
const TABLE = {
  absent: ['yes', 'yes', 'no', 'no', 'no', 'yes'],
  'same-origin': ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  none: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  'same-site': ['no', 'no', 'no', 'no', 'no', 'yes'],
  'cross-site': ['no', 'no', 'no', 'no', 'no', 'yes'],
};

const UNSAFE = [
  ['post', '/api/users/signin'],
  ['post', '/api/users/signup'],
  ['post', '/api/users/signout'],
  ['post', '/api/users/refresh'],
  ['post', '/api/users/password'],
  ['delete', '/api/users/sessions'],
  ['delete', '/api/users/sessions/AAAAAAAAAAAAAAAAAAAAAA'],
] as const;

let auth: TestAuth;
let headers: Record<(typeof ORIGINS)[number], Record<string, string>>;

beforeAll(async () => {
  auth = await startAuth({ TRUSTED_ORIGINS: TRUSTED });
  const { port } = new URL(auth.url);
  headers = {
    absent: {},
    'same host': { Origin: auth.url },
    'same host, other port': { Origin: `http://127.0.0.1:${Number(port) + 1}` },
    other: { Origin: OTHER },
    null: { Origin: 'null' },
    trusted: { Origin: TRUSTED },
  };
});

afterAll(() => auth.stop());

describe.each(UNSAFE)('%s %s', (method, path) => {
  describe.each(Object.entries(TABLE))('with Sec-Fetch-Site %s', (site, row) => {
    it.each(ORIGINS.map((origin, column) => [origin, row[column]!] as const))(
      'and Origin %s is let through: %s',
      async (origin, expected) => {
        const answer = await auth
          .request()
          [method](path)
          .set(site === 'absent' ? {} : { 'Sec-Fetch-Site': site })
          .set(headers[origin]);
        const { code } = answer.body as { code?: string };
        expect(code === 'cross_origin' ? 'no' : 'yes').toBe(expected);
      },
    );
  });
});

describe('a page of another origin', () => {
  it('is told why, and gets and clears no cookies', async () => {
    const { email } = await signUp(auth);
    const crossSite = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    const signIn = await auth
      .request()
      .post('/api/users/signin')
      .set(crossSite)
      .send({ email, password: PASSWORD });
    expectProblem(signIn, 403, 'cross_origin');
    expect(setCookies(signIn)).toEqual([]);
    const signOut = await auth.request().post('/api/users/signout').set(crossSite);
    expectProblem(signOut, 403, 'cross_origin');
    expect(setCookies(signOut)).toEqual([]);
  });

  it('cannot end the sessions of its visitors', async () => {
    const { browser } = await signUp(auth);
    const attack = browser.delete('/api/users/sessions').set('Sec-Fetch-Site', 'cross-site');
    expectProblem(await attack, 403, 'cross_origin');
    await browser.get('/api/users/sessions').expect(200);
  });

  it('cannot pass by naming a value of Sec-Fetch-Site that does not exist', async () => {
    const answer = await auth.request().post('/api/users/signin').set('Sec-Fetch-Site', 'Same-Origin');
    expectProblem(answer, 403, 'cross_origin');
  });

  it('cannot pass with a Host that a proxy was told of', async () => {
    const answer = await auth
      .request()
      .post('/api/users/signin')
      .set({ Origin: OTHER, 'X-Forwarded-Host': new URL(OTHER).host });
    expectProblem(answer, 403, 'cross_origin');
  });

  it('may link here: safe requests are for everyone', async () => {
    const { browser } = await signUp(auth);
    const crossSite = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    await browser.get('/api/users/currentuser').set(crossSite).expect(200);
    await browser.get('/api/users/refresh?return_to=/').set(crossSite).expect(303);
  });
});
