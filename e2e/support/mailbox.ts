import { setTimeout as sleep } from 'node:timers/promises';
import { readMail, startMailServer } from '../../auth/test/support/mail-server';

const TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/** What people read of a mail. */
export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  /** The path and query of its link. */
  readonly link: string;
  readonly code: string;
}

/** A mail server for a site, in which each address has a mailbox. */
export interface Mailboxes {
  /** What turns mail on at the auth service and the account pages. */
  readonly env: Readonly<Record<string, string>>;
  /** Waits for the nth mail to an address, the first unless given. */
  next(email: string, nth?: number): Promise<ReadMail>;
  /** How many mails an address has received. */
  count(email: string): number;
  stop(): Promise<void>;
}

export async function startMailboxes(): Promise<Mailboxes> {
  const server = await startMailServer();
  const mailsTo = (email: string) => server.mails.filter(({ to }) => to.includes(email));
  return {
    env: {
      SMTP_URL: server.url,
      MAIL_FROM: 'Example <no-reply@example.com>',
      MAIL_KEY: 'only-for-tests-only-for-tests-only-for-mails',
      SENDS_MAIL: 'true',
    },
    async next(email, nth = 1) {
      const deadline = Date.now() + TIMEOUT_MS;
      while (mailsTo(email).length < nth) {
        if (Date.now() > deadline) throw new Error(`there is no mail ${nth} to ${email}`);
        await sleep(POLL_MS);
      }
      const { subject = '', text = '' } = await readMail(mailsTo(email)[nth - 1]!);
      const link = /^https?:\/\/[^/\s]+(\/[^?\s]*\?\S+)$/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
      const code = /^ {4}(\S+)$/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
      return { subject, text, link, code };
    },
    count: (email) => mailsTo(email).length,
    stop: () => server.close(),
  };
}
