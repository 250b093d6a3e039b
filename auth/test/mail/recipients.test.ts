import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { domainToASCII } from 'node:url';
import { startAuth, type TestAuth } from '../support/auth-service';
import { send, signUpDevice, type Owner } from '../support/devices';
import { changeUser } from '../support/documents';
import { readMail, startMailServer, type MailServer, type ReceivedMail } from '../support/mail-server';
import { createWorker, type TestWorker } from '../support/mail-worker';
import { WITH_MAIL } from '../support/mailbox';
import { newAddress, PASSWORD } from '../support/people';
import { until } from '../support/until';

const longest = `${'l'.repeat(64)}@${'d'.repeat(63)}.${'e'.repeat(63)}.${'f'.repeat(57)}.com`;

/** Some of them are strange, and all of them are one address. */
const TAKEN = [
  longest,
  `${'ü'.repeat(32)}@example.com`,
  'jürgen@example.com',
  '用户@例え.example',
  'ann@münchen.example',
  'ann+tag@example.com',
  "o'brien@example.com",
  "!#$%&'*+/=?^_`{|}~-@example.com",
  'ann%evil.example@example.com',
  'evil.example!ann@example.com',
  '"ann,bob"@example.com',
  '"ann;bob"@example.com',
  '"ann:bob"@example.com',
  '"ann(bob)"@example.com',
  '"ann\\"bob"@example.com',
  '"ann\\\\"@example.com',
] as const;

/** None, several, or one that a mail program may read as another one. */
const REFUSED = [
  longest.replace('@', 'l@'),
  longest.replace('.com', 'f.com'),
  `${'ü'.repeat(33)}@example.com`,
  'ann,bob@example.com',
  'ann@example.com,eve@evil.example',
  'ann@example.com;eve@evil.example',
  'ann@example.com eve@evil.example',
  'friends: ann@example.com, eve@evil.example;',
  'ann@example.com\r\nBcc: eve@evil.example',
  'ann@example.com\r\nRCPT TO:<eve@evil.example>',
  'ann@example.com>\r\nRCPT TO:<eve@evil.example',
  'ann@example.com\neve@evil.example',
  '"ann\r\nBcc: eve@evil.example"@example.com',
  'ann\u0000@example.com',
  'ann\u2028@example.com',
  'Ann <ann@example.com>',
  '"Ann" <ann@example.com>',
  '<ann@example.com>',
  'ann@example.com>',
  'ann@example.com (eve@evil.example)',
  '(eve@evil.example)ann@example.com',
  '@evil.example:ann@example.com',
  '"eve@evil.example"@example.com',
  '"ann>,<eve@evil.example"@example.com',
  '=?utf-8?q?eve=40evil.example=2C?=ann@example.com',
  'ann@[127.0.0.1]',
  'ann@127.0.0.1',
  'ann@localhost',
  '.ann@example.com',
  'ann@example.com.',
] as const;

describe.each(['sign-up and forgotten password', 'change of address'])('mail after a %s', (way) => {
  let auth: TestAuth;
  let server: MailServer;
  let worker: TestWorker;
  let owner: Owner;
  beforeAll(async () => {
    server = await startMailServer();
    auth = await startAuth({ ...WITH_MAIL, SMTP_URL: server.url });
    const { mailPreparation: preparation } = auth.services;
    worker = await createWorker({ mongoUri: auth.config.MONGO_URI, smtpUrl: server.url, preparation });
    worker.start();
    owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { emailVerifiedAt: new Date() });
  });
  afterAll(async () => {
    await worker.stop();
    await auth.stop();
    await server.close();
  });

  const post = (path: string, body: object) =>
    auth.request().post(`/api/users/${path}`).set('X-Forwarded-For', newAddress()).send(body);

  /** Names an address, and asks for a mail to it where that is a step of its own. @returns the status of the first answer */
  async function give(email: string): Promise<number> {
    if (way === 'change of address')
      return (await send(auth, 'post', 'email', owner).set('X-Forwarded-For', newAddress()).send({ email }))
        .status;
    const { status } = await post('signup', { email, password: PASSWORD });
    await post('password/forgot', { email });
    return status;
  }

  async function mailsAfter(work: () => Promise<unknown>): Promise<readonly ReceivedMail[]> {
    const before = server.mails.length;
    await work();
    await until('nothing waits', async () => (await worker.deliveries.countWaiting()) === 0);
    return server.mails.slice(before);
  }

  it.each(TAKEN)('goes to %j, and to nobody else', async (email) => {
    let status = 0;
    const mails = await mailsAfter(async () => (status = await give(email)));
    expect(status).toBe(way === 'change of address' ? 202 : 201);
    expect(mails.map(({ to }) => to.map(inAscii))).toEqual([[inAscii(email)]]);
    const { to, cc, bcc } = await readMail(mails[0]!);
    expect(to?.map(({ name, address }) => [name, inAscii(address!)])).toEqual([['', inAscii(email)]]);
    expect([cc, bcc]).toEqual([undefined, undefined]);
  });

  it.each(REFUSED)('goes to nobody for %j', async (email) => {
    let status = 0;
    const mails = await mailsAfter(async () => (status = await give(email)));
    expect(mails.map(({ to }) => to)).toEqual([]);
    expect(status).toBe(400);
  });

  it('was given up for none of them', () => expect(worker.lines).toEqual([]));
});

/** The mail server shows domains in their own letters. */
function inAscii(email: string): string {
  const at = email.lastIndexOf('@') + 1;
  return email.slice(0, at) + domainToASCII(email.slice(at));
}
