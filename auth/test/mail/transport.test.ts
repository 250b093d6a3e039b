import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SendingError } from '../../src/mail/sending-error';
import { createSmtpTransport, type Letter } from '../../src/mail/transport';
import { readMail, refusal, startMailServer, type MailServer } from '../support/mail-server';
import { until } from '../support/until';

const FROM = { name: 'Größe, Inc.', address: 'no-reply@example.com' };
const NEVER = new AbortController().signal;

let server: MailServer | undefined;
afterEach(() => server?.close());

function letter(more: Partial<Letter> = {}): Letter {
  return {
    id: 'mail:e1:0',
    recipient: 'ann@example.com',
    subject: 'Grüße',
    text: 'Text',
    html: '<p>HTML</p>',
    ...more,
  };
}
const send = (given: Partial<Letter> = {}, url = server!.url) =>
  createSmtpTransport({ url, from: FROM, host: 'app.example.com' }).send(letter(given), NEVER);

/** How a sending failed. */
async function failure(sending: Promise<void>): Promise<SendingError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SendingError);
  return error as SendingError;
}

describe('a mail', () => {
  it('has a sender, one recipient, both forms, the id of its delivery and no out-of-office answers', async () => {
    server = await startMailServer();
    await send();
    const mail = await readMail(server.mails[0]!);
    expect(mail).toMatchObject({
      from: FROM,
      to: [{ address: 'ann@example.com' }],
      subject: 'Grüße',
      messageId: '<mail.e1.0@app.example.com>',
    });
    expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['Text', '<p>HTML</p>']);
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(Math.abs(Date.now() - Date.parse(mail.date!))).toBeLessThan(60_000);
  });

  it.each([
    'jürgen@example.com',
    'ann+tag@example.com',
    '"ann,bob"@example.com',
    `${'l'.repeat(64)}@${'d'.repeat(63)}.${'e'.repeat(63)}.${'f'.repeat(57)}.com`,
  ])('to %.60s goes to exactly this address', async (recipient) => {
    server = await startMailServer();
    await send({ recipient });
    expect(server.mails.map(({ to }) => to)).toEqual([[recipient]]);
  });

  it.each([
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\nRCPT TO:<b@example.com>',
    'ann,bob@example.com',
    'ann@example.com, bob@example.com',
    'ann@example.com>',
    'Ann <ann@example.com>',
    '"ann><bob"@example.com',
    '',
  ])('to %j, which is not one address, is not sent', async (recipient) => {
    server = await startMailServer();
    expect(await failure(send({ recipient }))).toMatchObject({ isFinal: true });
    expect(server.mails).toEqual([]);
  });
});

describe('the end of a connection', () => {
  it('is said with QUIT after a mail, and only then', async () => {
    server = await startMailServer();
    await send();
    await until('the connection is closed', () => server!.open() === 0);
    expect(server.quits()).toBe(1);
    server.behave(() => {
      throw refusal(450);
    });
    await failure(send());
    await until('the connection is closed', () => server!.open() === 0);
    expect(server.quits()).toBe(1);
  });

  it.each([
    ['answers QUIT with an error', () => undefined],
    ['does not answer QUIT', (socket: Socket) => void (socket.write = () => true)],
    ['hangs up at QUIT', (socket: Socket) => void socket.destroy()],
  ])('makes no failure of a mail that a server has accepted which %s', async (_what, onQuit) => {
    server = await startMailServer({ disabledCommands: ['STARTTLS', 'QUIT'] }, onQuit);
    await send();
    expect(server.mails).toHaveLength(1);
    await until('QUIT has come', () => server!.quits() === 1);
    await until('the connection is closed', () => server!.open() === 0);
  });
});

describe('an address that needs SMTPUTF8', () => {
  it('is final where the server has none, and the server does not see it', async () => {
    const commands: string[] = [];
    server = await startMailServer({
      hideSMTPUTF8: true,
      onMailFrom(_address, _session, callback) {
        commands.push('MAIL FROM');
        callback();
      },
    });
    const error = await failure(send({ recipient: 'jürgen@example.com' }));
    expect(error).toMatchObject({ isFinal: true, message: expect.stringContaining('SMTPUTF8') });
    expect(error.message).not.toContain('@');
    expect([commands, server.mails]).toEqual([[], []]);
  });

  it.each(['ann@xn--mnchen-3ya.example', 'ann@münchen.example', 'ann@MÜNCHEN.example'])(
    'is not %s, whose domain alone has other letters',
    async (recipient) => {
      server = await startMailServer({ hideSMTPUTF8: true });
      await send({ recipient });
      const [mail] = server.mails;
      // The mail server shows domains in their own letters.
      expect(mail!.to).toEqual(['ann@münchen.example']);
      expect(/^To: .*/m.exec(mail!.raw)).toMatchObject({ 0: 'To: ann@xn--mnchen-3ya.example' });
    },
  );
});

describe('a refusal', () => {
  it.each([
    [450, false],
    [550, true],
    [503, false],
  ])('by %i at the end of the mail is final: %s', async (code, isFinal) => {
    server = await startMailServer();
    server.behave(() => {
      throw refusal(code);
    });
    const error = await failure(send());
    expect(error).toMatchObject({ isFinal });
    expect(error.message).toContain(String(code));
  });

  it('of the recipient does not repeat the address, since the message goes into logs', async () => {
    server = await startMailServer({
      onRcptTo: ({ address }, _session, callback) =>
        callback(Object.assign(new Error(`no ${address} here`), { responseCode: 550 })),
    });
    const error = await failure(send());
    expect(error).toMatchObject({ isFinal: true });
    expect(error.message).not.toContain('ann');
  });

  it('of a connection is about no mail', async () => {
    server = await startMailServer({
      onConnect: (_session, callback) => callback(Object.assign(new Error('go away'), { responseCode: 554 })),
    });
    expect(await failure(send())).toMatchObject({ isFinal: false });
  });

  it('of a connection that is not there is not final', async () => {
    server = await startMailServer();
    await server.close();
    expect(await failure(send())).toMatchObject({ isFinal: false });
  });
});

describe('a server that hangs', () => {
  it('is left when the worker has to stop', async () => {
    server = await startMailServer();
    server.behave(() => new Promise(() => undefined));
    const stop = new AbortController();
    const transport = createSmtpTransport({ url: server.url, from: FROM, host: 'app.example.com' });
    const sending = failure(transport.send(letter(), stop.signal));
    stop.abort();
    expect(await sending).toMatchObject({ isFinal: false });
  });
});

describe('a password', () => {
  it('is not sent where the server has no TLS', async () => {
    let attempts = 0;
    server = await startMailServer({
      allowInsecureAuth: true,
      onAuth(_auth, _session, callback) {
        attempts += 1;
        callback(null, { user: 'user' });
      },
    });
    const url = server.url.replace('smtp://', 'smtp://user:p%40ss@');
    expect(await failure(send({}, url))).toMatchObject({ isFinal: false });
    expect([attempts, server.mails.length]).toEqual([0, 0]);
  });
});
