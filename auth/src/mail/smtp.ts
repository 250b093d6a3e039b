import type { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { SendingError } from './sending-error';

/** How the mail server is reached. */
export interface SmtpSettings {
  readonly options: SMTPConnection.Options;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** A mail on the wire. */
export interface Message {
  readonly from: string;
  readonly recipient: string;
  readonly stream: Readable;
}

type Done = (error?: Error | null) => void;

/** How long the connection stays open for the answer to QUIT. */
const QUIT_TIMEOUT_MS = 5000;

/**
 * Hands a mail to the server over a connection of its own.
 * @returns once the server has accepted the mail
 * @throws SendingError, or the error of nodemailer
 */
export async function exchange(settings: SmtpSettings, message: Message, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw stopped(signal);
  const connection = new SMTPConnection(settings.options);
  const failed = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    signal.addEventListener('abort', () => reject(stopped(signal)));
  });
  try {
    await Promise.race([converse(connection, settings, message), failed]);
  } catch (error) {
    connection.close();
    throw error;
  }
  quit(connection, signal);
}

/** RFC 5321, section 4.1.1.10. Nobody waits for it: the mail is accepted, whatever the server says or does now. */
function quit(connection: SMTPConnection, signal: AbortSignal): void {
  const close = () => connection.close();
  const timer = setTimeout(close, QUIT_TIMEOUT_MS).unref();
  signal.addEventListener('abort', close);
  connection.once('end', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', close);
  });
  connection.quit();
}

async function converse(
  connection: SMTPConnection,
  { auth }: SmtpSettings,
  { from, recipient, stream }: Message,
): Promise<void> {
  await called((done) => connection.connect(done));
  // RFC 6531, section 3.2: without the extension such an address must not be sent. The server would read other characters.
  if (/[^\p{ASCII}]/u.test(recipient) && !hasSmtpUtf8(connection))
    throw new SendingError('the mail server has no SMTPUTF8, which the recipient needs', true);
  if (auth && connection.allowsAuth) await called((done) => connection.login(auth, done));
  await called((done) => connection.send({ from, to: [recipient] }, stream, done));
}

/** To be asked right after the server has said what it can do. */
function hasSmtpUtf8({ lastServerResponse }: SMTPConnection): boolean {
  return /^250[ -]SMTPUTF8\b/im.test(String(lastServerResponse));
}

function called(call: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
}

function stopped({ reason }: AbortSignal): SendingError {
  const isLate = reason instanceof Error && reason.name === 'TimeoutError';
  return new SendingError(isLate ? 'the mail server took too long' : 'stopped', false);
}
