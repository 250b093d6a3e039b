import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection on which a test decides byte by byte what is sent. */
export interface RawConnection {
  readonly socket: Socket;
  /** What the other side has sent until now. */
  received(): string;
  /** Resolves when the other side has ended the connection, in order or not. */
  readonly ended: Promise<void>;
}

/** Opens a connection to a port of the loopback address. */
export async function openRaw(port: number, text = ''): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('utf8').on('data', (more: string) => (received += more));
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(text);
  return { socket, received: () => received, ended };
}

/** The head of a POST whose body is still to come; the server says "100 Continue" once it has taken the request. */
export function postHead(path: string, body: string): string {
  return [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Expect: 100-continue',
    '\r\n',
  ].join('\r\n');
}
