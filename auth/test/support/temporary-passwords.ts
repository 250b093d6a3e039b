import { hashPassword } from '../../src/credentials/password/password-hash';
import type { TestAuth } from './auth-service';
import { DAY } from './clock';
import { signUpDevice } from './devices';

export const TEMPORARY = 'abcd-efgh-jkmn-pqrs';
/** What its owner chooses in its place. */
export const OWN = 'quite another staple of horses';

const AUTHOR = { actor: 'command line', from: 'a test' };

/** Sets a temporary password as the command line does. */
export async function setTemporary({ services }: TestAuth, id: string, password = TEMPORARY): Promise<void> {
  const until = new Date(Date.now() + DAY);
  const account = (await services.accounts.find(id))!;
  const temporary = { hash: await hashPassword(password), until };
  await services.administration.change(account, { kind: 'set_password', temporary }, AUTHOR);
}

/** Somebody for whom an operator has set a password. */
export async function withTemporary(auth: TestAuth) {
  const owner = await signUpDevice(auth);
  await setTemporary(auth, owner.id);
  return owner;
}
