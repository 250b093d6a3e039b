import type { Response, Test } from 'supertest';
import type { Prepared } from '../../src/mail/preparation';
import type { TestAuth } from './auth-service';
import { cookieValue } from './cookies';
import { deviceOf, type Owner } from './devices';
import { openMails, tokenOf, WITH_MAIL } from './mailbox';
import { newAddress, newEmail, PASSWORD } from './people';

/** What makes a sign-up wait for the link of a mail. */
export const WITH_REQUIRED = { ...WITH_MAIL, EMAIL_VERIFICATION: 'required' } as const;

export const SIGN_UP_CEREMONY = 'ceremony-sign-up';

/** A sign-up that waits, with what its browser and its mailbox have. */
export interface Waiting {
  readonly email: string;
  readonly password: string;
  /** The Cookie header of the browser that signed up. */
  readonly cookie: string;
  readonly token: string;
}

/** Signs up, from an address of its own. */
export function postSignUp(auth: TestAuth, body: object, from = newAddress()): Test {
  return auth
    .request()
    .post('/api/users/signup')
    .set('X-Forwarded-For', from)
    .send({ password: PASSWORD, ...body });
}

/** The Cookie header of the browser that an answer began a ceremony in. */
export function ceremonyOf(response: Response): string {
  return `${SIGN_UP_CEREMONY}=${cookieValue(response, SIGN_UP_CEREMONY)}`;
}

/** Signs up, and reads the mail. */
export async function waitingSignUp(
  auth: TestAuth,
  {
    email = newEmail(),
    password = PASSWORD,
    ...more
  }: { email?: string; password?: string; invitation?: string } = {},
): Promise<Waiting> {
  const response = await postSignUp(auth, { email, password, ...more }).expect(202);
  const mail = (await openMails(auth)).find(({ recipient }) => recipient === email);
  return { email, password, cookie: ceremonyOf(response), token: tokenOf(mail!) };
}

/** Opens the link of a mail, and presses its button. */
export function openLink(auth: TestAuth, token: unknown, cookie = '', password?: unknown): Test {
  return auth.request().post('/api/users/email/verify').set('Cookie', cookie).send({ token, password });
}

/** Signs somebody up to the end, in one browser. */
export async function signUpVerified(auth: TestAuth, email = newEmail()): Promise<Owner> {
  const { token, cookie, password } = await waitingSignUp(auth, { email });
  const response = await openLink(auth, token, cookie).expect(200);
  return { ...deviceOf(response), id: (response.body as { id: string }).id, email, password };
}

/** Completes a sign-up, and leaves what a crash leaves right after the account is made: a sign-up that still waits. @returns the account's id */
export async function crashAfterInsert(
  auth: TestAuth,
  { email, token, cookie }: Omit<Waiting, 'password'>,
): Promise<string> {
  const waiting = auth.connection.collection('signups');
  const left = (await waiting.findOne({ email }))!;
  const response = await openLink(auth, token, cookie).expect(200);
  await waiting.insertOne(left);
  return (response.body as { id: string }).id;
}

/** What a browser sees of an answer, without what is random or the time. */
export function shown(response: Response): unknown {
  const { status, text, headers } = response;
  const cookies = ((headers['set-cookie'] as unknown as string[] | undefined) ?? []).map((line) =>
    line.replace(/=[\w-]{43};/, '=;').replace(/Expires=[^;]+/, ''),
  );
  return { status, text, cookies, headers: { ...headers, date: '', 'x-request-id': '', 'set-cookie': '' } };
}

/** The mails that wait, by what they say. */
export async function openMessages(auth: TestAuth): Promise<[string, Prepared['message']][]> {
  return (await openMails(auth)).map(({ recipient, message }) => [recipient, message]);
}
