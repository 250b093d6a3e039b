import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { readCaught, type CaughtMail } from './caught-mail';
import { respond } from './mail-pages';

/** More would be of no use, and is a leak. */
const MAX_MAILS = 100;

/** Where mail goes in the local run, instead of to people. */
export interface MailCatcher {
  readonly smtpUrl: string;
  /** A page with what was caught. */
  readonly pageUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a mail server of this machine that keeps each mail and sends none, and a page that shows them.
 * @param onMail called with each mail
 */
export async function startMailCatcher(
  ports: { readonly smtp: number; readonly page: number },
  onMail: (mail: CaughtMail) => void,
): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  let count = 0;

  async function receive(stream: Readable, recipients: readonly { address: string }[]): Promise<void> {
    const parsed = await PostalMime.parse(await buffer(stream));
    const mail = readCaught(++count, recipients.map(({ address }) => address).join(', '), parsed);
    mails.unshift(mail);
    mails.length = Math.min(mails.length, MAX_MAILS);
    onMail(mail);
  }

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    lenientAddressParsing: true,
    onData(stream, session, callback) {
      void receive(stream, session.envelope.rcptTo).then(() => callback(), callback);
    },
  });
  smtp.on('error', () => undefined); // A client that went away.
  smtp.listen(ports.smtp, '127.0.0.1');
  const page = createServer((req, res) => respond(mails, req, res));
  page.listen(ports.page, '127.0.0.1');
  await Promise.all([once(smtp.server, 'listening'), once(page, 'listening')]);
  return {
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    pageUrl: `http://localhost:${ports.page}`,
    async stop() {
      page.close();
      page.closeAllConnections();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}
