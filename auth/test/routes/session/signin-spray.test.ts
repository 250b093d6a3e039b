import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, SECOND, stopClock } from '../../support/clock';
import { cookieValue } from '../../support/cookies';
import { signUpDevice } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';

const OFFICE = '203.0.113.1';

describe('guesses at many accounts from one address', () => {
  let auth: TestAuth;
  let clock: ReturnType<typeof stopClock>;

  const signIn = (
    email: string,
    password: string,
    device = 'none',
    address = OFFICE,
  ): PromiseLike<Response> =>
    auth
      .request()
      .post('/api/users/signin')
      .set('X-Forwarded-For', address)
      .set('Cookie', `device=${device}`)
      .send({ email, password });

  /** A guess, one at each of many accounts. */
  const guess = () => signIn(newEmail(), 'Summer2026!');

  /** Guesses until one is refused. @returns how many were made, and for how many seconds it is refused */
  async function guessAll(): Promise<{ made: number; wait: number }> {
    for (let made = 0; ; made++) {
      const answer = await guess();
      if (answer.status !== 400) return { made, wait: expectTooMany(answer) };
    }
  }

  beforeEach(async () => {
    auth = await startAuth({ FAILURES_PER_ADDRESS: '5/1h' });
    clock = stopClock();
  });
  afterEach(async () => {
    restartClock();
    await auth.stop();
  });

  it('are held up when each is at another account', async () => {
    await auth.stop();
    auth = await startAuth();
    const { email } = await signUpDevice(auth);
    const { password } = (await userDocument(auth, email))!;
    const emails = Array.from({ length: 120 }, newEmail);
    await auth.connection.collection('users').insertMany(emails.map((email) => ({ email, password })));
    const statuses: number[] = [];
    for (const each of emails) statuses.push((await signIn(each, 'Summer2026!')).status);
    // The 31st is made, and has the next ones wait.
    expect(statuses).toEqual([...Array<number>(31).fill(400), ...Array<number>(89).fill(429)]);
  });

  it('have to wait longer each time, but never more than five minutes', async () => {
    const waits: number[] = [];
    expect(await guessAll()).toEqual({ made: 6, wait: 1 });
    for (let n = 0; n < 12; n++) {
      clock.pass((waits.at(-1) ?? 1) * SECOND);
      const { made, wait } = await guessAll();
      expect(made).toBe(1);
      waits.push(wait);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  it('are counted when many come at once, also when they have to wait', async () => {
    const madeOf = async () =>
      (await Promise.all(Array.from({ length: 20 }, guess))).filter(({ status }) => status === 400).length;
    expect(await madeOf()).toBe(6);
    clock.pass(SECOND);
    expect(await madeOf()).toBe(1);
  });

  it('do not hold up a colleague on a device that is known, who is not counted either', async () => {
    const { email, device } = await colleague();
    await guessAll();
    for (let n = 0; n < 3; n++) {
      expectProblem(await signIn(email, 'mistyped', device), 400, 'invalid_credentials');
      expect((await signIn(email, PASSWORD, device)).status).toBe(200);
    }
    expectTooMany(await guess());
  });

  it('hold up a colleague on a new device for as long as they are told', async () => {
    const { email } = await colleague();
    const { wait } = await guessAll();
    expect(expectTooMany(await signIn(email, PASSWORD))).toBe(wait);
    clock.pass(wait * SECOND);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
    // A success is no failure: the next colleague need not wait.
    expect((await signIn((await colleague()).email, PASSWORD)).status).toBe(200);
  });

  it('do not hold up anybody elsewhere', async () => {
    const { email } = await colleague();
    await guessAll();
    expect((await signIn(email, PASSWORD, 'none', '203.0.113.2')).status).toBe(200);
  });

  it('are forgotten after an hour', async () => {
    await guessAll();
    clock.pass(HOUR - MINUTE);
    expect((await guessAll()).made).toBe(1);
    clock.pass(MINUTE);
    expect((await guessAll()).made).toBe(6);
  });

  it('are not used up by successes', async () => {
    const { email } = await colleague();
    for (let n = 0; n < 8; n++) expect((await signIn(email, PASSWORD)).status).toBe(200);
    expect((await guessAll()).made).toBe(6);
  });

  async function colleague() {
    const email = newEmail();
    const response = await auth
      .request()
      .post('/api/users/signup')
      .send({ email, password: PASSWORD })
      .expect(201);
    return { email, device: cookieValue(response, 'device')! };
  }
});
