import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmailHash } from '../../src/events/email-hash';
import { JWT_KEY, startAuth, type TestAuth } from '../support/auth-service';
import { eventsIn } from '../support/events';
import { collectLogs } from '../support/logs';
import { newEmail } from '../support/people';

const { lines, stream } = collectLogs();
let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({}, stream);
});
afterAll(() => auth.stop());

const hashOf = createEmailHash(JWT_KEY);
const eventsOf = (work: () => Promise<unknown>) => eventsIn(lines, work);

const from = (ip: string) => ({ 'X-Forwarded-For': ip });
const signInAs = (email: string, password: string, ip: string) =>
  auth.request().post('/api/users/signin').set(from(ip)).send({ email, password });

describe('what is no outcome', () => {
  it('has no line and no count: a field or path that is wrong, a token that has to be refreshed, nobody', async () => {
    const events = await eventsOf(async () => {
      await auth.request().post('/api/users/signin').send({ email: 'no email' }).expect(400);
      await auth.request().post('/api/users/password').send({}).expect(401);
      await auth.request().get('/api/users').expect(401);
      await auth.request().get('/api/users/currentuser').expect(200);
      await auth.request().get('/api/users/%E0%A4%A').expect(400);
    });
    expect(events).toEqual([]);
    const { text } = await auth.internal().get('/metrics').expect(200);
    expect(text).not.toMatch(/event="admin_act_refused",reason="internal_error"/);
  });
});

describe('a flood', () => {
  it('of guesses at an account says who is refused there', async () => {
    const email = newEmail();
    for (let n = 0; n < 20; n++) await signInAs(email, 'a wrong password', '198.51.100.77').expect(400);
    const tooMany = async () => {
      for (let n = 0; n < 5; n++) await signInAs(email, 'a wrong password', '198.51.100.77').expect(429);
    };
    const refused = {
      event: 'sign_in_failed',
      reason: 'too_many_requests',
      emailHash: hashOf(email),
      address: '198.51.100.77',
    };
    expect(await eventsOf(tooMany)).toEqual(Array(5).fill(refused));
    const { text } = await auth.internal().get('/metrics').expect(200);
    expect(text).toMatch(
      /^latchkey_authentication_events_total\{event="sign_in_failed",reason="too_many_requests"\} 5$/m,
    );
  });

  it('of requests from one address is counted and fills no log', async () => {
    const logs = collectLogs();
    const strict = await startAuth({ REQUESTS_PER_ADDRESS: '3/1h' }, logs.stream);
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 20; n++) {
        const body = { email: newEmail(), password: 'a wrong password' };
        statuses.push((await strict.request().post('/api/users/signin').send(body)).status);
      }
      expect(statuses).toEqual([400, 400, 400, ...Array<number>(17).fill(429)]);
      const reasons = logs.lines.filter(({ event }) => event !== undefined).map(({ reason }) => reason);
      expect(reasons).toEqual([...Array<string>(3).fill('invalid_credentials'), 'too_many_requests']);
      const { text } = await strict.internal().get('/metrics').expect(200);
      expect(text).toMatch(/\{event="sign_in_failed",reason="too_many_requests"\} 17$/m);
    } finally {
      await strict.stop();
    }
  });
});
