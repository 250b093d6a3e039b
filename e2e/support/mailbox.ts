import { readMail, startMailServer, type ReceivedMail } from '../../auth/test/support/mail-server';
import { until } from './until';

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
  /** Waits for a mail to an address whose link leads to a page. @returns the link */
  linkTo(page: string, email: string): Promise<string>;
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
      const what = () => `mail ${nth} to ${email} is there`;
      const mails = await until(
        what,
        () => mailsTo(email),
        (seen) => seen.length >= nth,
      );
      return read(mails[nth - 1]!);
    },
    async linkTo(page, email) {
      const links = async () => (await Promise.all(mailsTo(email).map(read))).map(({ link }) => link);
      const isIt = (link: string) => link.startsWith(`${page}?`);
      const found = await until(
        () => `${email} has a link to ${page}`,
        links,
        (seen) => seen.some(isIt),
      );
      return found.find(isIt)!;
    },
    count: (email) => mailsTo(email).length,
    stop: () => server.close(),
  };
}

async function read(mail: ReceivedMail): Promise<ReadMail> {
  const { subject = '', text = '' } = await readMail(mail);
  const link = /^https?:\/\/[^/\s]+(\/[^?\s]*\?\S+)$/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
  const code = /^ {4}(\S+)$/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
  return { subject, text, link, code };
}
