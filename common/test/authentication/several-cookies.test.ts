import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, UnavailableError } from '../../src/index';
import { readCookie, readCookies, readRepeatedCookie } from '../../src/request/cookies';
import { active, jwt as askedJwt, useAskingService } from '../support/asking-service';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, OTHER_SECRET, SECRET, token } from '../support/tokens';

const now = Math.floor(Date.now() / 1000);
const of = (sub: string, iat: number) => token({ sub, iat });
const expired = () => token({ iat: now - 1000, exp: now - 100 });
const cookies = (...tokens: string[]) => tokens.map((each) => asCookie(each)).join('; ');

describe('all values of a cookie', () => {
  it.each([
    ['session=a', ['a']],
    ['session=a; x=1; session=b', ['a', 'b']],
    ['session=a;session=b', ['a', 'b']],
    ['session=; session=a==', ['', 'a==']],
    ['xsession=a; session=b; session2=c', ['b']],
    ['x=session=a', []],
    ['session=a; \t session=b;session=%41;session=%', ['a', 'b', 'A', '%']],
    // Names of their own, without a prefix: `trim` would drop what is before them.
    ['\u00a0session=a', []],
    ['x=1; \u00a0session=a; \u0085session=b; \fsession=c; \vsession=d; \ufeffsession=e', []],
    [undefined, []],
  ])('are read from %j', (header, values) => {
    expect(readCookies(header, 'session', Infinity)).toEqual(values);
    expect(readCookies(header, 'session', 1)).toEqual(values.slice(0, 1));
    expect(readCookie(header, 'session')).toBe(values[0]);
  });

  it.each([
    ['session=a', undefined],
    ['session=a; xsession=b', undefined],
    ['x=1', undefined],
    [undefined, undefined],
    ['session=a; session=b', ['a', 'b']],
    ['session=1; session=2; session=3; session=4; session=5', ['1', '2', '3', '4']],
  ])('are told to be several in %j', (header, values) => {
    expect(readRepeatedCookie(header, 'session')).toEqual(values);
  });
});

describe('several session cookies', () => {
  const isRevoked = ({ sub }: { sub: string }) => sub === 'revoked';
  const { app } = ticketService({ revocations: { isRevoked, watch: () => () => undefined } });
  const ask = (cookie: string) => request(app).get('/tickets').set('Cookie', cookie);

  it.each([
    ['first', (old: string, last: string) => cookies(last, old)],
    ['last', (old: string, last: string) => cookies(old, last)],
    ['in between', (old: string, last: string) => cookies('garbage', last, old)],
  ])('the good one that was issued last counts when it is %s', async (_where, order) => {
    const response = await ask(order(of('old', now - 60), of('last', now - 1))).expect(200);
    expect(response.body).toHaveProperty('user.id', 'last');
  });

  it('the same one counts when all are known already', async () => {
    const cookie = cookies(of('old', now - 60), of('last', now - 1));
    for (let n = 0; n < 3; n++)
      expect((await ask(cookie).expect(200)).body).toHaveProperty('user.id', 'last');
  });

  it.each([
    ['revoked', () => of('revoked', now)],
    ['expired', () => token({ sub: 'old', iat: now - 50, exp: now - 6 })],
    ['forged', () => token({ sub: 'eve', iat: now }, {}, OTHER_SECRET)],
    ['of another installation', () => token({ sub: 'eve', iat: now }, { kid: 'its-key' }, OTHER_SECRET)],
  ])('one that is %s counts for nothing, although it was issued later', async (_what, bad) => {
    for (const cookie of [cookies(bad(), of('good', now - 60)), cookies(of('good', now - 60), bad())])
      expect((await ask(cookie).expect(200)).body).toHaveProperty('user.id', 'good');
  });

  it.each<[string, () => string, Parameters<typeof expectRefused>[1]]>([
    ['garbage and an expired one', () => cookies('garbage', expired()), 'token_expired'],
    ['an expired one and garbage', () => cookies(expired(), 'garbage'), 'token_expired'],
    ['garbage and a revoked one', () => cookies('garbage', of('revoked', now)), 'token_revoked'],
    ['garbage twice', () => cookies('garbage', 'garbage'), 'token_invalid'],
  ])('%s: what a refresh cures is told', async (_what, cookie, failure) => {
    expectRefused(await ask(cookie()), failure);
  });

  it('a bearer token decides alone beside them', async () => {
    const both = cookies(of('old', now - 60), of('last', now));
    expectRefused(await ask(both).set('Authorization', asBearer('garbage')), 'token_invalid');
  });

  it('are not read on an unsafe request of another origin', async () => {
    const both = cookies(of('old', now - 60), of('last', now));
    const response = await request(app)
      .post('/tickets')
      .set('Cookie', both)
      .set('Sec-Fetch-Site', 'cross-site');
    expectRefused(response, 'token_missing');
  });
});

describe('several session cookies, one of which cannot be judged', () => {
  const outage = new UnavailableError('nobody knows');
  const revocations = {
    isRevoked({ sub }: { sub: string }) {
      if (sub === 'unknown') throw outage;
      return sub === 'revoked';
    },
    watch: () => () => undefined,
  };
  const { authenticate } = createAuthentication({ jwtKey: SECRET, revocations });

  it.each([
    ['a good one is let in', of('good', now - 60), 'good'],
    ['a revoked one is not refused for good', of('revoked', now), outage],
    ['garbage is not refused for good', 'garbage', outage],
  ])('%s beside it', async (_what, other, expected) => {
    const unknown = of('unknown', now);
    for (const cookie of [cookies(unknown, other), cookies(other, unknown)]) {
      const asked = authenticate({ method: 'GET', headers: { cookie } }).then(({ user }) => user?.id);
      expect(await asked.catch((error: unknown) => error)).toBe(expected);
    }
  });
});

describe('requireActive', () => {
  const { world, service } = useAskingService();

  it('asks about the one of several session cookies that decides', async () => {
    world.auth.answer(active());
    const old = of('old', now - 60);
    for (const cookie of [cookies(old, askedJwt), cookies(askedJwt, old), cookies('garbage', askedJwt)])
      await request(service()).post('/pay').set('Cookie', cookie).expect(200);
    expect(world.auth.asked.map(({ token }) => token)).toEqual([askedJwt, askedJwt, askedJwt]);
  });
});
