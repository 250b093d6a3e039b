import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSmtpTransport } from '@latchkey/auth/dist/mail/transport';
import { freePorts } from '../../ports';
import { consoleLine, type CaughtMail } from './caught-mail';
import { startMailCatcher, type MailCatcher } from './mail-catcher';

const LINK = 'http://localhost:3000/account/sign-in-code?token=a&b';

let catcher: MailCatcher;
let caught: CaughtMail[];
beforeEach(async () => {
  caught = [];
  const [smtp, page] = await freePorts(2);
  catcher = await startMailCatcher({ smtp: smtp!, page: page! }, (mail) => caught.push(mail));
});
afterEach(() => catcher.stop());

function send(text: string, subject = 'Sign in <now>'): Promise<void> {
  const from = { name: '', address: 'no-reply@example.com' };
  const transport = createSmtpTransport({ url: catcher.smtpUrl, from, host: 'localhost' });
  const letter = { id: 'mail:1', recipient: 'ann@example.com', subject, text, html: '<p>Hello</p>' };
  return transport.send(letter, new AbortController().signal);
}
const page = (path = '/', init?: RequestInit) => fetch(catcher.pageUrl + path, init);

describe('a mail of the local run', () => {
  it('is a line with its code and its link', async () => {
    await send(`Use this code:\n\n    7KQ2-M9XD\n\nSign in:\n${LINK}\n`);
    expect(caught.map(consoleLine)).toEqual([`mail to ann@example.com: Sign in <now>  7KQ2-M9XD  ${LINK}`]);
  });

  it('without a link is a line, too', async () => {
    await send('Your password has changed.\n\n-- \nSent by Latchkey: http://localhost:3000\n', 'Changed');
    expect(caught.map(consoleLine)).toEqual(['mail to ann@example.com: Changed']);
  });

  it('is on the page, which opens it and its link', async () => {
    await send(`Sign in:\n${LINK}\n`);
    const list = await (await page()).text();
    expect(list).toContain('<a href="/1">Sign in &lt;now></a>');
    expect(list).toContain('<a href="http://localhost:3000/account/sign-in-code?token=a&amp;b">');
    expect(await (await page('/1')).text()).toContain('<p>Hello</p>');
    expect(await (await page('/1.txt')).text()).toContain(LINK);
    expect((await page('/2')).status).toBe(404);
  });

  it('runs no script, and is not shown under another name', async () => {
    await send('text');
    const shown = await page('/1');
    expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*sandbox/);
    const { status } = await new Promise<{ status: number | undefined }>((resolve, reject) => {
      get(`${catcher.pageUrl}/1`, { headers: { host: 'evil.example' } }, (res) => {
        res.resume();
        resolve({ status: res.statusCode });
      }).on('error', reject);
    });
    expect(status).toBe(421);
  });
});
