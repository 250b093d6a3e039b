import { addressOf } from '../auth/address-of.js';
import { PASSWORD } from '../auth/people.js';
import { encodeRequest } from '../lib/http.js';

export const PEOPLE = 200;

export const emailOf = (turn: number) => `person-${turn % PEOPLE}@example.com`;

/** The bytes of a sign-in, as a proxy would forward it for one of many clients. */
export function signInRequest(turn: number, email = emailOf(turn), password = PASSWORD): Buffer {
  return encodeRequest({
    method: 'POST',
    path: '/api/users/signin',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': addressOf(turn) },
    body: JSON.stringify({ email, password }),
  });
}
