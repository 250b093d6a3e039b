import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { AT_WORK_PER_CORE } from '../../../src/credentials/password/hash-queue';
import { startAuth } from '../../support/auth-service';
import { fillPlaces, occupyCores } from '../../support/busy-hashes';
import { startCountedAuth, type CountedAuth } from '../../support/commands';
import { setCookies } from '../../support/cookies';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';
import { until } from '../../support/until';

let auth: CountedAuth;
let owner: Owner;

beforeAll(async () => {
  auth = await startCountedAuth({ REQUESTS_PER_ADDRESS: '5/1m' });
});
afterAll(() => auth.stop());

/** Each route whose requests cost a hash, with a body that passes and one that does not. */
const ROUTES = [
  ['POST /signup', 'post', 'signup', () => ({ email: newEmail(), password: PASSWORD }), {}],
  ['POST /signin', 'post', 'signin', () => ({ email: owner.email, password: 'wrong' }), { email: 'x' }],
  ['POST /password', 'post', 'password', () => ({ currentPassword: 'wrong', newPassword: PASSWORD }), {}],
  ['DELETE /me', 'delete', 'me', () => ({ password: 'wrong' }), { password: 1 }],
] as const;

describe.each(ROUTES)('%s', (_name, method, path, validBody, invalidBody) => {
  const ask = (body: object, address = newAddress()): PromiseLike<Response> =>
    send(auth, method, path, owner).set('X-Forwarded-For', address).send(body);

  beforeAll(async () => {
    owner = await signUpDevice(auth);
  });

  it('is refused without asking MongoDB when there is no place for a hash', async () => {
    const free = fillPlaces(auth);
    try {
      for (const body of [validBody(), invalidBody]) {
        let response: Response | undefined;
        expect(await auth.commandsOf(async () => (response = await ask(body)))).toEqual([]);
        expectProblem(response!, 503, 'unavailable');
        expect(response!.headers['retry-after']).toBe('1');
        expect(setCookies(response!)).toEqual([]);
      }
    } finally {
      await free();
    }
    expect((await ask(validBody())).status).toBeLessThan(429);
  });

  it('counts requests that fail validation', async () => {
    const address = newAddress();
    for (let n = 0; n < 5; n++) expectProblem(await ask(invalidBody, address), 400, 'validation_failed');
    expectTooMany(await ask(invalidBody, address));
    expectTooMany(await ask(validBody(), address));
  });

  it('is refused without asking MongoDB once its address is known to be over the limit', async () => {
    const address = newAddress();
    for (let n = 0; n < 6; n++) await ask(validBody(), address);
    const commands = await auth.commandsOf(async () => {
      expectTooMany(await ask(validBody(), address));
      expectTooMany(await ask(invalidBody, address));
    });
    expect(commands).toEqual([]);
  });
});

describe('a flood of sign-ins from many addresses', () => {
  it('asks MongoDB for no more of them at once than can soon be hashed', async () => {
    const { hashes } = auth.services;
    const atWork = AT_WORK_PER_CORE * availableParallelism();
    const free = occupyCores(auth);
    const flood: PromiseLike<Response>[] = [];
    const commands = await auth.commandsOf(async () => {
      for (let n = 0; n < 2 * atWork; n++) {
        const body = { email: newEmail(), password: PASSWORD };
        const from = auth.request().post('/api/users/signin').set('X-Forwarded-For', newAddress());
        flood.push(from.send(body).then((answer) => answer));
      }
      // One more waits, behind the cores that are busy.
      await until('all wait', () => hashes.waiting() === flood.length + 1);
    });
    const reads = commands.filter((command) => command === 'find users').length;
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThanOrEqual(atWork);
    await free();
    for (const answer of await Promise.all(flood)) expectProblem(answer, 400, 'invalid_credentials');
  });
});

describe('a flood of sign-ins from one address', () => {
  it('leaves a place for a person elsewhere, who is served in turn', async () => {
    const open = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
    const signIn = (address: string, email: string) =>
      open
        .request()
        .post('/api/users/signin')
        .set('X-Forwarded-For', address)
        .send({ email, password: PASSWORD })
        .then(({ status }) => status);
    try {
      const { email } = await signUpDevice(open);
      const { hashes } = open.services;
      const free = occupyCores(open);
      const ends: string[] = [];
      const flood = Array.from({ length: 200 }, async () => {
        const status = await signIn('203.0.113.1', newEmail());
        ends.push(`flood ${status}`);
      });
      // One more waits, behind the cores that are busy.
      const flooding = () => flood.length - ends.length + 1;
      await until('all of the flood is refused or waits', () => hashes.waiting() === flooding());
      expect(ends.length).toBeGreaterThan(100);
      const person = signIn('203.0.113.2', email).then((status) => ends.push(`person ${status}`));
      await until('the person waits, too', () => hashes.waiting() > flooding());
      await free();
      await Promise.all([...flood, person]);
      const guessed = ends.filter((end) => end === 'flood 400').length;
      const after = ends.slice(ends.indexOf('person 200')).filter((end) => end === 'flood 400').length;
      expect(guessed).toBeGreaterThan(10);
      expect(after).toBeGreaterThan(guessed / 2);
    } finally {
      await open.stop();
    }
  });
});
