import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidCredentialsError, TooManyRequestsError } from '../../src/errors';
import { DEFAULT_LIMITS } from '../../src/limits/limit';
import { createLimits } from '../../src/limits/limits';
import { startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import { newEmail } from '../support/people';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});

afterEach(restartClock);
afterAll(() => auth.stop());

/** The limits of one more replica on the same MongoDB. */
const replica = () => createLimits(auth.services.stores.limits, DEFAULT_LIMITS);

/** A fresh IPv6 network. */
let networks = 0;
const newNetwork = () => `2001:db8:${(++networks).toString(16)}`;

async function times(count: number, step: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n++) await step(n);
}

/** A guess of a password, right or wrong. */
const guess = (email: string, ip: string, isRight: boolean) =>
  replica().guess({ email, ip }, () => {
    if (!isRight) throw new InvalidCredentialsError();
    return Promise.resolve('right');
  });
const wrong = (email: string, ip: string) =>
  expect(guess(email, ip, false)).rejects.toBeInstanceOf(InvalidCredentialsError);
const refused = (attempt: Promise<unknown>) => expect(attempt).rejects.toBeInstanceOf(TooManyRequestsError);

describe('the requests of one address', () => {
  it('are 300 a minute, counted over all replicas', async () => {
    const clock = stopClock();
    const ip = `${newNetwork()}::1`;
    const replicas = [replica(), replica()];
    await times(300, (n) => replicas[n % 2]!.countRequest(ip));
    const error = await replicas[0]!.countRequest(ip).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ statusCode: 429, headers: { 'Retry-After': '60' } });
    await refused(replicas[1]!.countRequest(ip));

    clock.pass(MINUTE + SECOND);
    await replicas[0]!.countRequest(ip);
  });

  it('are counted together for the /56 of an IPv6 line', async () => {
    const [network, limits] = [newNetwork(), replica()];
    await times(300, (n) => limits.countRequest(`${network}:${(n % 256).toString(16)}::1`));
    await refused(limits.countRequest(`${network}:ff::1`));
    await limits.countRequest(`${newNetwork()}::1`);
  });

  it('do not reach MongoDB any more once there are too many', async () => {
    const [ip, limits] = [`${newNetwork()}::1`, replica()];
    await times(300, () => limits.countRequest(ip));
    await refused(limits.countRequest(ip));
    await auth.connection.collection('limits').deleteMany({});
    await refused(limits.countRequest(ip));
  });
});

describe('the refreshes of one session', () => {
  it('are 60 a minute', async () => {
    const clock = stopClock();
    await times(60, () => replica().countRefresh('one'));
    await refused(replica().countRefresh('one'));
    await replica().countRefresh('another');
    clock.pass(MINUTE + SECOND);
    await replica().countRefresh('one');
  });
});

describe('the attempts on one account', () => {
  it('are 20 failures in six hours from one address', async () => {
    const clock = stopClock();
    const [email, ip] = [newEmail(), `${newNetwork()}::1`];
    await times(20, () => wrong(email, ip));
    clock.pass(6 * HOUR - MINUTE);
    await refused(guess(email, ip, true));
    clock.pass(2 * MINUTE);
    expect(await guess(email, ip, true)).toBe('right');
  });

  it('cannot lock a person out from one address alone, whatever it does for a week', async () => {
    const clock = stopClock();
    const [email, attacker] = [newEmail(), `${newNetwork()}::1`];
    await times(28, async () => {
      await times(25, () => guess(email, attacker, false).catch(() => undefined));
      expect(
        await replica().guess({ email: newEmail(), ip: attacker }, () => Promise.resolve('others')),
      ).toBe('others');
      clock.pass(6 * HOUR);
    });
    expect(await guess(email, `${newNetwork()}::1`, true)).toBe('right');
  });

  it('are 100 failures in a row from everywhere, and a success in between forgets them', async () => {
    const email = newEmail();
    await times(99, () => wrong(email, `${newNetwork()}::1`));
    expect(await guess(email, `${newNetwork()}::1`, true)).toBe('right');
    await times(100, () => wrong(email, `${newNetwork()}::1`));
    await refused(guess(email, `${newNetwork()}::1`, true));
  });

  it('do not count what was no guess, such as a MongoDB that went away', async () => {
    const [email, ip] = [newEmail(), `${newNetwork()}::1`];
    const fault = new Error('MongoDB went away');
    await times(150, () =>
      expect(replica().guess({ email, ip }, () => Promise.reject(fault))).rejects.toBe(fault),
    );
    expect(await guess(email, ip, true)).toBe('right');
  });

  it('let no guess be made that is not counted, even when many come at once', async () => {
    const [email, ip] = [newEmail(), `${newNetwork()}::1`];
    let made = 0;
    const attempt = () =>
      replica().guess({ email, ip }, async () => {
        made++;
        await new Promise(setImmediate);
        throw new InvalidCredentialsError();
      });
    await Promise.allSettled(Array.from({ length: 60 }, attempt));
    expect(made).toBe(20);
  });

  it('leave no email and no address of a person on record beside each other in plain text', async () => {
    const email = newEmail();
    await wrong(email, `${newNetwork()}::1`);
    const stored = await auth.connection.collection('limits').find().toArray();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(email);
  });
});
