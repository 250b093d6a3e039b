import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  /** The recipients of the envelope. */
  readonly to: readonly string[];
  readonly raw: string;
}

/** What the server does with the next mails; it may wait. An error with `responseCode` refuses. */
export type Behaviour = (mail: ReceivedMail) => Promise<void> | void;

/** A real SMTP server of a test's own. */
export interface MailServer {
  readonly url: string;
  /** What it has taken, in order. */
  readonly mails: readonly ReceivedMail[];
  /** The highest number of connections that were open at once. */
  mostAtOnce(): number;
  /** How many are open. */
  open(): number;
  /** How many clients have said QUIT, without TLS. */
  quits(): number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Starts one on a free port. @param onQuit what becomes of a connection right before its QUIT is read */
export async function startMailServer(
  options: SMTPServerOptions = {},
  onQuit: (socket: Socket) => void = () => undefined,
): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  let behaviour: Behaviour = () => undefined;
  let [open, most, quits] = [0, 0, 0];
  const server = new SMTPServer({
    authOptional: true,
    // Else it refuses addresses of 254 characters, which RFC 5321 allows.
    lenientAddressParsing: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, callback) {
      most = Math.max(most, ++open);
      callback();
    },
    onClose: () => void (open -= 1),
    onData(stream, session, callback) {
      let raw = '';
      stream.setEncoding('utf8').on('data', (text: string) => (raw += text));
      stream.on('end', () => {
        const mail = { to: session.envelope.rcptTo.map(({ address }) => address), raw };
        Promise.resolve(mail)
          .then(behaviour)
          .then(
            () => {
              mails.push(mail);
              callback();
            },
            (error: Error) => callback(error),
          );
      });
    },
    ...options,
  });
  server.on('error', () => undefined); // A client that was killed.
  server.server.on('connection', (socket: Socket) =>
    socket.prependListener('data', (bytes: Buffer) => {
      if (bytes.toString() !== 'QUIT\r\n') return;
      quits += 1;
      onQuit(socket);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `${options.secure === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails,
    mostAtOnce: () => most,
    open: () => open,
    quits: () => quits,
    behave: (next) => void (behaviour = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** An answer such as 451 or 550. */
export function refusal(responseCode: number): Error {
  return Object.assign(new Error('refused by the test'), { responseCode });
}

/** Reads a mail as a mail program does. */
export function readMail({ raw }: ReceivedMail): Promise<Email> {
  return PostalMime.parse(raw);
}
