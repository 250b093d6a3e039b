import { domainToASCII } from 'node:url';
import type { NodemailerError } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import isEmail from 'validator/lib/isEmail';
import type { MailAddress } from '../config/mail-settings';
import type { Mail } from './message';
import { SendingError } from './sending-error';
import { exchange, type SmtpSettings } from './smtp';

const [SMTP_PORT, SMTPS_PORT] = [587, 465];
/** A server that is there but silent must not hold a place for long. */
const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;
/** For all of a sending: a server that sends a byte now and then would never be silent. */
export const SEND_TIMEOUT_MS = 60_000;

/** Commands whose refusal is about this mail. A refusal of another, such as of a password, is about all mails. */
const COMMANDS_OF_A_MAIL = new Set(['RCPT TO', 'DATA']);

export interface TransportSettings {
  /** SMTP_URL. */
  readonly url: string;
  readonly from: MailAddress;
  /** The host that ids of messages end with. */
  readonly host: string;
}

/** A mail with what is around it. */
export interface Letter extends Mail {
  /** The id of its delivery: the same for each sending, so that a mailbox can tell a repetition. */
  readonly id: string;
  readonly recipient: string;
}

/** Sends mails over SMTP. */
export interface Transport {
  /** @throws SendingError */
  send(letter: Letter, stop: AbortSignal): Promise<void>;
}

/**
 * Makes the way to a mail server. Each mail has a connection of its own: an idle one that the server has closed meanwhile
 * cannot lose a mail.
 */
export function createSmtpTransport({ url, from, host }: TransportSettings): Transport {
  const settings = settingsOf(new URL(url));

  return {
    async send({ id, recipient: stored, subject, text, html }: Letter, stop: AbortSignal): Promise<void> {
      if (!isOneAddress(stored)) throw new SendingError('the recipient is not one address', true);
      const recipient = withAsciiDomain(stored);
      const message = new MailComposer({
        from,
        to: { name: '', address: recipient },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: no out-of-office answers
        messageId: `<${id.replaceAll(':', '.')}@${host}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      }).compile();
      const signal = AbortSignal.any([stop, AbortSignal.timeout(SEND_TIMEOUT_MS)]);
      const wire = { from: from.address, recipient, stream: message.createReadStream() };
      try {
        await exchange(settings, wire, signal);
      } catch (error) {
        throw error instanceof SendingError ? error : describeFailure(error as NodemailerError);
      }
    },
  };
}

/** The composer reads lists of addresses, and takes brackets out of one: what is not one address must not come near it. */
function isOneAddress(recipient: string): boolean {
  return isEmail(recipient) && !/[<>]/.test(recipient);
}

/**
 * An account of an older release may have its domain in other letters, which IDNA has in ASCII: only what is before the `@`
 * needs SMTPUTF8. An address that needs it anyway stays as it is.
 */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const [start, domain] = [address.slice(0, at), address.slice(at)];
  if (!isAscii(start) || isAscii(domain)) return address;
  return start + (domainToASCII(domain) || domain);
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

function settingsOf({ protocol, hostname, port, username, password }: URL): SmtpSettings {
  const secure = protocol === 'smtps:';
  const hasPassword = username + password !== '';
  return {
    options: {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || (secure ? SMTPS_PORT : SMTP_PORT)),
      secure,
      // A password never goes over the network in the clear.
      requireTLS: hasPassword,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
    },
    auth: hasPassword
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : undefined,
  };
}

/** The server's own text is left out: it may repeat the address. */
function describeFailure({
  code,
  originalCode,
  responseCode,
  command,
  permanent,
}: NodemailerError): SendingError {
  const known = [originalCode ?? code, command, responseCode].filter((part) => part !== undefined);
  const isFinal = permanent === true && COMMANDS_OF_A_MAIL.has(command ?? '');
  return new SendingError(known.join(' ') || 'unknown', isFinal);
}
