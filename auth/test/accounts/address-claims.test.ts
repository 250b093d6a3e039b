import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, restartClock, SECOND, stopClock } from '../support/clock';
import { send, signUpDevice } from '../support/devices';
import { holdNext } from '../support/hold';
import { newEmail, PASSWORD } from '../support/people';
import { expectProblem } from '../support/problems';

const [ONE, OTHER] = ['65f0c0ffee65f0c0ffee65f0', '65f0c0ffee65f0c0ffee65f1'];

describe('who may take an address', () => {
  let auth: TestAuth;
  const addresses = () => auth.services.stores.accounts.addresses;
  const signUp = (email: string) =>
    auth.request().post('/api/users/signup').send({ email, password: PASSWORD });
  const later = (ms: number) => new Date(Date.now() + ms);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('is one account, of twenty that claim it at once', async () => {
    const email = newEmail();
    const ids = Array.from({ length: 20 }, (_, n) => ONE.slice(0, -2) + String(n).padStart(2, '0'));
    const claimed = await Promise.all(ids.map((id) => addresses().claim(email, id)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
  });

  it('is free again when a claim came to nothing, at the latest after half a minute', async () => {
    const clock = stopClock();
    const email = newEmail();
    expect(await addresses().claim(email, ONE)).toBe(true);
    expect(await addresses().claim(email, OTHER)).toBe(false);
    clock.pass(31 * SECOND);
    expect(await addresses().claim(email, OTHER)).toBe(true);
    await addresses().withdraw(email, OTHER);
    expect(await addresses().claim(email, ONE)).toBe(true);
  });

  it('is the account that reserved it, until the time is over', async () => {
    const clock = stopClock();
    const email = newEmail();
    expect(await addresses().reserve(email, ONE, later(3 * DAY))).toBe(true);
    expect(await addresses().claim(email, ONE)).toBe(true);
    await addresses().withdraw(email, ONE);
    clock.pass(3 * DAY - SECOND);
    expectProblem(await signUp(email), 400, 'email_in_use');
    clock.pass(2 * SECOND);
    await signUp(email).expect(201);
  });

  it('is told: a claim, which is short, or a reservation', async () => {
    const clock = stopClock();
    const [claimed, reserved] = [newEmail(), newEmail()];
    await addresses().claim(claimed, ONE);
    await addresses().reserve(reserved, ONE, later(DAY));
    const found = () => Promise.all([claimed, reserved].map((email) => addresses().find(email)));
    expect(await found()).toEqual(['claimed', 'reserved']);
    clock.pass(DAY - SECOND);
    expect(await found()).toEqual([undefined, 'claimed']);
    clock.pass(2 * SECOND);
    expect(await found()).toEqual([undefined, undefined]);
  });

  it('cannot be reserved while somebody is taking it', async () => {
    const email = newEmail();
    const held = holdNext(auth.services.stores.accounts, 'insert');
    const asked = signUp(email).then((response) => response.status);
    await held.reached;
    // The sign-up has looked: nobody has the address. It has not claimed it yet.
    expect(await addresses().reserve(email, ONE, later(DAY))).toBe(true);
    held.letGo();
    expect(await asked).toBe(400);
  });

  it('is anybody, once the account is deleted that reserved it', async () => {
    const [here, email] = [await signUpDevice(auth), newEmail()];
    await addresses().reserve(email, here.id, later(DAY));
    await send(auth, 'delete', 'me', here).send({ password: PASSWORD }).expect(200);
    await signUp(email).expect(201);
    await signUp(here.email).expect(201);
  });

  it('is forgotten when its time is over', async () => {
    const clock = stopClock();
    await addresses().claim(newEmail(), ONE);
    await addresses().reserve(newEmail(), OTHER, later(DAY));
    clock.pass(7 * DAY);
    await addresses().removeExpired();
    expect(await auth.connection.collection('addresses').countDocuments({})).toBe(0);
  });
});
