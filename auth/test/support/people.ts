import { randomUUID } from 'node:crypto';
import type { TestAuth } from './auth-service';

export const PASSWORD = 'correct horse battery staple';

/** An email that nobody has yet. */
export function newEmail(): string {
  return `person-${randomUUID()}@example.com`;
}

let addresses = 0;

/** An address that nobody has sent from yet. */
export const newAddress = () => `10.0.${++addresses >> 8}.${addresses & 255}`;

/** Signs a new person up in a browser of their own. */
export async function signUp(auth: TestAuth, { email = newEmail(), password = PASSWORD } = {}) {
  const browser = auth.browser();
  const response = await browser.post('/api/users/signup').send({ email, password }).expect(201);
  return { browser, email, password, id: (response.body as { id: string }).id };
}
