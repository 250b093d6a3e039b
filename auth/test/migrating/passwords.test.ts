import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { newEmail } from '../support/people';
import { withAuth } from '../support/with-auth';

/** What tests of such services sign up with. */
const PASSWORDS = ['password', 'asdf'];

async function statusesWith(env: NodeJS.ProcessEnv): Promise<number[]> {
  return withAuth(env, async (auth) => {
    const statuses: number[] = [];
    for (const password of PASSWORDS) {
      const answer = await auth.request().post('/api/users/signup').send({ email: newEmail(), password });
      statuses.push(answer.status);
    }
    return statuses;
  });
}

it('the two settings that docs/migrating.md names let in the passwords of the course’s tests', async () => {
  const page = await readFile(join(__dirname, '../../../docs/migrating.md'), 'utf8');
  const named = Array.from(page.matchAll(/`(PASSWORD_\w+)=(\w+)`/g), ([, name, value]) => [name, value]);
  expect(named).toHaveLength(2);
  expect(await statusesWith({})).toEqual([400, 400]);
  expect(await statusesWith(Object.fromEntries(named) as NodeJS.ProcessEnv)).toEqual([201, 201]);
});
