import { addressOf } from '../auth/address-of.js';
import { openSession, PASSWORD } from '../auth/people.js';
import { emailOf, PEOPLE } from './people.js';

const AT_ONCE = 20;

/** Makes the accounts that the bench signs in to, a few at once. */
export async function signUpEverybody(authUrl: string): Promise<void> {
  for (let start = 0; start < PEOPLE; start += AT_ONCE) {
    const turns = Array.from({ length: AT_ONCE }, (_, n) => start + n);
    await Promise.all(
      turns.map((turn) => openSession(authUrl, 'signup', emailOf(turn), PASSWORD, addressOf(turn))),
    );
  }
}
