import { addressOf } from '../auth/address-of.js';
import { emailOf, PASSWORD, PEOPLE } from './people.js';

/** Makes the accounts that the bench signs in to, a few at once. */
export async function signUpEverybody(port: number): Promise<void> {
  for (let start = 0; start < PEOPLE; start += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => signUp(port, start + i)));
  }
}

async function signUp(port: number, turn: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/users/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': addressOf(turn) },
    body: JSON.stringify({ email: emailOf(turn), password: PASSWORD }),
  });
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
}
