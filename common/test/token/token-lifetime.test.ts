import { afterEach, beforeEach, describe, it, jest } from '@jest/globals';
import request from 'supertest';
import { passSeconds, stopDate } from '../support/clock';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, token, type Json } from '../support/tokens';

const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);
/** The claims of a token that is issued in so many seconds and lives so long. */
const times = (issuedIn: number, lifetime: number) => ({
  iat: now() + issuedIn,
  exp: now() + issuedIn + lifetime,
});

beforeEach(() => stopDate());
afterEach(() => void jest.useRealTimers());

describe.each([
  ['Cookie', asCookie],
  ['Authorization', asBearer],
] as const)('the times that a signed token claims, in %s', (field, write) => {
  const get = (claims: Json) =>
    request(ticketService().app)
      .get('/tickets')
      .set(field, write(token(claims)));

  it('may be as long as the longest ACCESS_TTL', async () => {
    await get(times(0, DAY)).expect(200);
    await get(times(-DAY + 60, DAY)).expect(200);
  });

  it.each([DAY + 1, 10 * 365 * DAY, Number.MAX_SAFE_INTEGER - 2e9])(
    'may not be longer: %d s are a token to refresh, and let nobody in',
    async (lifetime) => {
      expectRefused(await get(times(0, lifetime)), 'token_expired');
    },
  );

  it('may begin up to 5 minutes from now, for clocks that differ, and not later', async () => {
    await get(times(300, 900)).expect(200);
    expectRefused(await get(times(301, 900)), 'token_expired');
    expectRefused(await get(times(365 * DAY, 900)), 'token_expired');
  });

  it('do not gain by being remembered', async () => {
    const { app } = ticketService();
    const value = write(token(times(0, DAY)));
    const again = () => request(app).get('/tickets').set(field, value);
    await again().expect(200);
    passSeconds(DAY + 5);
    expectRefused(await again(), 'token_expired');
  });
});
