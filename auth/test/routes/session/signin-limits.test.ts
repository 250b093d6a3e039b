import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { fillPlaces } from '../../support/busy-hashes';
import { SECOND, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { signUpDevice } from '../../support/devices';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';

const WRONG = 'a wrong password';

describe('the limits of POST /api/users/signin', () => {
  let auth: TestAuth;
  let email: string;

  /** A sign-in from an address, as the one trusted proxy in front tells it. */
  const from = (address: string, password: string, name = email) =>
    auth.request().post('/api/users/signin').set('X-Forwarded-For', address).send({ email: name, password });

  /** So many wrong passwords, one after the other. */
  async function fail(times: number, address: string, name = email): Promise<void> {
    for (let n = 0; n < times; n++) {
      expectProblem(await from(address, `${WRONG} ${n}`, name), 400, 'invalid_credentials');
    }
  }

  beforeEach(async () => {
    auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
    ({ email } = await signUpDevice(auth));
  });
  afterEach(async () => {
    restartClock();
    await auth.stop();
  });

  it('refuse the 21st failure from one address, the right password too, and no other address', async () => {
    await fail(20, '203.0.113.1');
    expectTooMany(await from('203.0.113.1', WRONG));
    const right = await from('203.0.113.1', PASSWORD);
    expectTooMany(right);
    expect(setCookies(right)).toEqual([]);
    await from('203.0.113.2', PASSWORD).expect(200);
    // Others at the first address are other people.
    const { email: neighbour } = await signUpDevice(auth);
    await from('203.0.113.1', PASSWORD, neighbour).expect(200);
  });

  it('are not got around by naming more addresses, or by another spelling of the email', async () => {
    for (let n = 0; n < 20; n++) {
      const spelling = n % 2 ? ` ${email.toUpperCase()} ` : email;
      await from(`198.51.100.${n}, 203.0.113.1`, WRONG, spelling).expect(400);
    }
    expectTooMany(await from('198.51.100.99, 203.0.113.1', WRONG));
  });

  it('hold for an email that nobody has, so that they tell nothing', async () => {
    const nobody = newEmail();
    await fail(20, '203.0.113.1', nobody);
    expectTooMany(await from('203.0.113.1', WRONG, nobody));
  });

  it('count all of thirty guesses that come at once', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => from('203.0.113.1', `${WRONG} ${n}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(20).fill(400), ...Array<number>(10).fill(429)]);
  });

  it('forget the failures after a success', async () => {
    await fail(19, '203.0.113.1');
    await from('203.0.113.1', PASSWORD).expect(200);
    await fail(20, '203.0.113.1');
    expectTooMany(await from('203.0.113.1', WRONG));
  });

  it('end when Retry-After says so, and not before', async () => {
    const clock = stopClock();
    await fail(20, '203.0.113.1');
    const wait = expectTooMany(await from('203.0.113.1', PASSWORD)) * SECOND;
    clock.pass(wait - 5 * SECOND);
    expectTooMany(await from('203.0.113.1', PASSWORD));
    clock.pass(5 * SECOND);
    await from('203.0.113.1', PASSWORD).expect(200);
  });

  it('refuse everybody after a hundred failures in a row, from wherever they came', async () => {
    for (let address = 1; address <= 10; address++) await fail(10, `203.0.113.${address}`);
    expectTooMany(await from('203.0.113.99', PASSWORD));
  });

  it('do not count what was never judged, since no core was free', async () => {
    const free = fillPlaces(auth);
    for (let n = 0; n < 21; n++) {
      const response = await from('203.0.113.1', PASSWORD);
      expectProblem(response, 503, 'unavailable');
      expect(response.headers['retry-after']).toBe('1');
    }
    await free();
    await from('203.0.113.1', PASSWORD).expect(200);
  });
});
