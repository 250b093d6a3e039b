import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ownEvents } from '../support/activity';
import { startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, restartClock, stopClock } from '../support/clock';
import { cookieValue } from '../support/cookies';
import { deviceOf, send, signUpDevice, type Device, type Owner } from '../support/devices';
import { changeUser } from '../support/documents';
import { WITH_EVERY_ENDPOINT } from '../support/every-endpoint';
import { failedSignIns, THIEF } from '../support/failed-sign-ins';
import { newAddress, newEmail } from '../support/people';
import { CODE_CEREMONY, mailedCode, requestCode, tryCode } from '../support/sign-in-codes';

describe('failed sign-ins in the log of events', () => {
  let auth: TestAuth;
  const { fail, drain, stored } = failedSignIns(() => auth);

  async function signIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<Device> {
    const request = auth.request().post('/api/users/signin').set('X-Forwarded-For', newAddress());
    return deviceOf(await request.send({ email, password }).expect(200));
  }

  beforeAll(async () => {
    auth = await startAuth(WITH_EVERY_ENDPOINT);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('are one event an hour, with their number, and when and where the last one came from', async () => {
    const clock = stopClock();
    clock.pass(HOUR - (Date.now() % HOUR));
    const hour = Date.now();
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { emailVerifiedAt: new Date() });
    for (let n = 0; n < 3; n++) {
      clock.pass(60_000);
      await fail(person.email, auth, `203.0.113.${n}`);
      if (n === 0) await drain();
    }
    clock.pass(HOUR);
    await fail(person.email, auth, '203.0.113.9');
    await drain();
    const before = await stored({ account: person.id });
    expect(before).toEqual([
      expect.objectContaining({ details: { count: 3 }, class: 'sign_in', at: new Date(hour + 180_000) }),
      expect.objectContaining({
        details: { count: 1 },
        class: 'sign_in',
        at: new Date(hour + 180_000 + HOUR),
      }),
    ]);
    clock.pass(60_000);
    const { events } = await ownEvents(auth, await signIn(person));
    const same = { id: expect.any(String), type: 'sign_in_failed', byAdmin: false };
    const client = (ip: string) => ({ ip, userAgent: THIEF });
    expect(events.filter(({ type }) => type === 'sign_in_failed')).toEqual([
      { ...same, at: before[1]!.at.toISOString(), client: client('203.0.113.9'), details: { count: 1 } },
      { ...same, at: before[0]!.at.toISOString(), client: client('203.0.113.2'), details: { count: 3 } },
    ]);
  });

  it('are nothing for an address that no account has', async () => {
    const before = await stored();
    await fail(newEmail());
    await drain();
    expect(await stored()).toEqual(before);
  });

  it('with a mailed code are counted, too, and those of an address without an account are not', async () => {
    const { email, id } = await signUpDevice(auth);
    const { secret } = await mailedCode(auth, email);
    await tryCode(auth, secret, 'AAAA-AAAA').expect(400);
    const before = await stored();
    const nobody = await requestCode(auth, newEmail()).expect(202);
    await tryCode(auth, cookieValue(nobody, CODE_CEREMONY)!, 'AAAA-AAAA').expect(400);
    await drain();
    const after = await stored();
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter(({ account }) => account === id).map(({ details }) => details)).toEqual([
      { count: 1 },
    ]);
  });

  it.each([
    ['before they are written', [] as const],
    ['after they were written', ['drain'] as const],
  ])('name nobody once the account is deleted, %s', async (_when, first) => {
    const person = await signUpDevice(auth);
    await fail(person.email);
    if (first.length > 0) await drain();
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    await auth.services.relay.drain();
    await drain();
    const left = await stored({ account: person.id });
    expect(left.map(({ details }) => details)).toEqual([{}]);
    expect(left[0]).not.toHaveProperty('client');
  });
});
