import type { Email } from 'postal-mime';

/** A mail that the local run caught. */
export interface CaughtMail {
  readonly id: number;
  readonly at: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where it leads to, and the code in it, if there are any. */
  readonly link?: string;
  readonly code?: string;
}

/** Both stand on a line of their own. */
const LINK = /^https?:\/\/\S+$/m;
const CODE = /^ {4}(\S+)$/m;

/** Reads what people want to see of a mail. */
export function readCaught(id: number, to: string, { subject, text, html }: Email): CaughtMail {
  const plain = (text ?? '').replaceAll('\r\n', '\n');
  const [link] = LINK.exec(plain) ?? [];
  const [, code] = CODE.exec(plain) ?? [];
  return {
    id,
    at: new Date(),
    to,
    subject: subject ?? '',
    text: plain,
    html: html ?? '',
    ...(link !== undefined && { link }),
    ...(code !== undefined && { code }),
  };
}

/** The line of a mail in the console. */
export function consoleLine({ to, subject, link, code }: CaughtMail): string {
  const parts = [`mail to ${to}: ${subject}`, code, link];
  return parts.filter((part) => part !== undefined).join('  ');
}
