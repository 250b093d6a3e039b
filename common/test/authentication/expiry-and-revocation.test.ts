import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, type Revocations } from '../../src/index';
import { createRevocationList } from '../../src/revocations/revocation-list';
import { passSeconds, stopDate } from '../support/clock';
import { incoming } from '../support/incoming';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBareCookie, asBearer, asCookie, SECRET, token } from '../support/tokens';

beforeEach(() => stopDate());
afterEach(() => void jest.useRealTimers());

/** A list that answers so. */
function asking(isRevoked: Revocations['isRevoked']): Revocations {
  return { isRevoked, watch: createRevocationList().watch };
}

const ways = [
  ['Cookie', asCookie],
  ['Cookie', asBareCookie],
  ['Authorization', asBearer],
] as const;

describe.each(ways)('a token in %s (%o)', (field, write) => {
  it('expires 5 s after its exp, for clocks that differ', async () => {
    const { app, reached } = ticketService();
    const get = (value: string) => request(app).get('/tickets').set(field, value);
    const value = write(token());

    for (const seconds of [0, 900, 4]) {
      passSeconds(seconds);
      await get(value).expect(200);
    }
    passSeconds(1);
    // Remembered from the times before, and for the first time.
    expectRefused(await get(value), 'token_expired');
    expectRefused(await request(ticketService().app).get('/tickets').set(field, value), 'token_expired');
    expect(reached()).toBe(3);
  });

  it('is invalid rather than expired when it is expired and not ours', async () => {
    const exp = Math.floor(Date.now() / 1000) - 60;
    const response = await request(ticketService().app)
      .get('/tickets')
      .set(field, write(token({ exp, iss: 'someone-else' })));
    expectRefused(response, 'token_invalid');
  });

  it('is nobody to currentUser once it has expired', async () => {
    const { app } = ticketService();
    const value = write(token());
    const me = () => request(app).get('/me').set(field, value);
    expect((await me()).body).toHaveProperty('user.id', 'ada');
    passSeconds(905);
    expect((await me()).body).toEqual({ user: null });
  });

  it('is refused from the moment that it is revoked, also when it is remembered', async () => {
    const revocations = createRevocationList();
    const { app, reached } = ticketService({ revocations });
    const get = (value: string) => request(app).get('/tickets').set(field, value);
    const value = write(token());

    const until = Math.floor(Date.now() / 1000) + 960;

    await get(value).expect(200);
    revocations.add({ kind: 'session', session: 'session-of-ada', until });
    expectRefused(await get(value), 'token_revoked');
    const another = write(token({ sid: 'another-session' }));
    await get(another).expect(200);
    revocations.add({ kind: 'user', user: 'ada', gen: 4, until });
    expectRefused(await get(another), 'token_revoked');
    await get(write(token({ sid: 'another-session', gen: 4 }))).expect(200);
    expect(reached()).toBe(3);
  });

  it('is expired rather than revoked when it is both, and the list is not asked', async () => {
    const isRevoked = jest.fn(() => true);
    const { app } = ticketService({ revocations: asking(isRevoked) });
    const value = write(token({ exp: Math.floor(Date.now() / 1000) - 60 }));
    expectRefused(await request(app).get('/tickets').set(field, value), 'token_expired');
    expect(isRevoked).not.toHaveBeenCalled();
  });
});

describe('the list of revocations', () => {
  it('is asked with the user, the session and the generation of the token', async () => {
    const isRevoked = jest.fn<Revocations['isRevoked']>(() => false);
    const { app } = ticketService({ revocations: asking(isRevoked) });
    await request(app).get('/tickets').set('Cookie', asCookie(token())).expect(200);
    expect(isRevoked).toHaveBeenCalledTimes(1);
    expect(isRevoked).toHaveBeenCalledWith(
      expect.objectContaining({ sub: 'ada', sid: 'session-of-ada', gen: 3 }),
    );
  });

  it('is not asked about tokens that are not valid', async () => {
    const isRevoked = jest.fn(() => true);
    const { app } = ticketService({ revocations: asking(isRevoked) });
    const response = await request(app)
      .get('/tickets')
      .set('Cookie', asCookie(token({ aud: 'x' })));
    expectRefused(response, 'token_invalid');
    expect(isRevoked).not.toHaveBeenCalled();
  });

  it('is asked once a request, however many middlewares want to know', async () => {
    const isRevoked = jest.fn(() => false);
    const { authenticate } = createAuthentication({ jwtKey: SECRET, revocations: asking(isRevoked) });
    const req = incoming({ cookie: asCookie(token()) });
    const first = await authenticate(req);
    expect(await authenticate(req)).toBe(first);
    expect(isRevoked).toHaveBeenCalledTimes(1);
  });
});
