import { createHash } from 'node:crypto';
import type { Test } from 'supertest';
import { createMailCodes } from '../../src/credentials/mail-tokens/mail-codes';
import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { MAIL_KEY, openMails } from './mailbox';
import { newAddress } from './people';

export const CODE_CEREMONY = 'ceremony-sign-in';

/** Asks for a code. @param cookie of the browser */
export function requestCode(auth: TestAuth, email: unknown, cookie = '', from = newAddress()): Test {
  const asked = auth.request().post('/api/users/signin/email').set('X-Forwarded-For', from);
  return asked.set('Cookie', cookie).send({ email });
}

/** Tries a code in the browser with this ceremony. */
export function tryCode(auth: TestAuth, secret: string, code: unknown, from = newAddress()): Test {
  return auth
    .request()
    .post('/api/users/authentication/code')
    .set({ 'X-Forwarded-For': from, Cookie: `${CODE_CEREMONY}=${secret}` })
    .send({ purpose: 'sign-in', code });
}

/** Asks for a code, and reads the mail. */
export async function mailedCode(auth: TestAuth, email: string, cookie = '') {
  const response = await requestCode(auth, email, cookie).expect(202);
  const mails = await openMails(auth);
  return { secret: cookieValue(response, CODE_CEREMONY)!, code: mails.at(-1)?.code ?? '', mails };
}

/** The code that a ceremony would have, were it mailed. */
export function codeOf(secret: string): string {
  return createMailCodes([MAIL_KEY]).make(createHash('sha256').update(secret).digest('base64url'));
}
