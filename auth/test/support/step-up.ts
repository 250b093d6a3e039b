import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { cookiesOf, send, type Owner } from './devices';

const STEP_UP = { purpose: 'step-up' };
const CEREMONY = 'ceremony-step-up';

/** Makes a session fresh: its owner gives the password once more. */
export async function stepUp(auth: TestAuth, owner: Owner): Promise<void> {
  const begun = await send(auth, 'post', 'authentication', owner).send(STEP_UP).expect(201);
  await send(auth, 'post', 'authentication/password', owner)
    .set('Cookie', `${cookiesOf(owner)}; ${CEREMONY}=${cookieValue(begun, CEREMONY)}`)
    .send({ ...STEP_UP, password: owner.password })
    .expect(200);
}
