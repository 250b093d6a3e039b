import { afterEach, expect, it } from '@jest/globals';
import { databaseUri } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, startAuthProcess, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

const CLIENTS = 8;
const ANSWERED_BEFORE = 40;

afterEach(endSpawned);

/** Signs people up until the service is gone; notes whose sign-up was answered 201. */
async function signUpWithoutEnd(auth: AuthProcess, answered: string[]): Promise<void> {
  for (;;) {
    const email = newEmail();
    const credentials = { email, password: PASSWORD };
    const answer = await auth
      .request()
      .post('/api/users/signup')
      .send(credentials)
      .catch(() => undefined);
    if (answer?.status !== 201) return;
    answered.push(email);
  }
}

it('kill -9 under load loses no account whose sign-up was answered 201', async () => {
  const env = { MONGO_URI: databaseUri() };
  const first = await startAuthProcess(env);
  const answered: string[] = [];
  const clients = Array.from({ length: CLIENTS }, () => signUpWithoutEnd(first, answered));
  await until('there is load', () => answered.length >= ANSWERED_BEFORE);
  first.child.kill('SIGKILL');
  await Promise.all(clients);
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });

  const second = await startAuthProcess(env);
  for (const email of answered) {
    const answer = await second.request().post('/api/users/signin').send({ email, password: PASSWORD });
    expect({ email, status: answer.status }).toEqual({ email, status: 200 });
  }
}, 90_000);
