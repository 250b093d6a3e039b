import { connect as connectPlain, isIP, type Socket } from 'net';
import { connect as connectTls } from 'tls';
import { NO_ANSWER, readAnswer, type Answer } from './answer';

/** Where a request goes. */
export interface Origin {
  /** Its scheme, host and port. */
  readonly url: URL;
  /** The host and port to connect to, where they are others. */
  readonly connect?: string | undefined;
}

/** A request as it goes over the wire; nothing is encoded, added or put right. */
export interface Sent {
  readonly method: string;
  /** What stands in the request line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const TIMEOUT_MS = 5_000;
/** What is read of an answer. */
const MAX_BYTES = 64 * 1024;

/**
 * Sends one request over a connection of its own and reads the answer, at most 64 KB of it, for at most 5 s. It takes a socket,
 * since HTTP clients refuse or repair some of what an attacker sends.
 * @param origin where to connect to, and the name that its certificate must have
 * @throws Error when nothing listens there, or its certificate is not trusted
 */
export function exchange(origin: Origin, { method, target, headers }: Sent): Promise<Answer> {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return new Promise((resolve, reject) => {
    let [text, isConnected] = ['', false];
    const socket = open(origin, () => {
      isConnected = true;
      socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    });
    const finish = (isLate: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...(readAnswer(text, method) ?? NO_ANSWER), isLate });
    };
    const timer = setTimeout(() => {
      if (isConnected) return finish(readAnswer(text, method) === undefined);
      socket.destroy();
      reject(new Error(`${origin.connect ?? origin.url.host} does not answer`));
    }, TIMEOUT_MS);
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += String(data);
      if (text.length > MAX_BYTES || readAnswer(text, method)?.isWhole) finish(false);
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      if (isConnected) finish(false);
      else reject(error);
    });
    socket.on('close', () => finish(false));
  });
}

function open({ url, connect }: Origin, onOpen: () => void): Socket {
  const { protocol } = url;
  const { hostname, port } = connect === undefined ? url : new URL(`${protocol}//${connect}/`);
  const host = nameOf(hostname);
  if (protocol === 'http:') return connectPlain({ host, port: Number(port || 80) }, onOpen);
  const name = nameOf(url.hostname);
  const servername = isIP(name) === 0 ? { servername: name } : {};
  return connectTls({ host, port: Number(port || 443), ALPNProtocols: ['http/1.1'], ...servername }, onOpen);
}

/** A host as sockets take it: without the brackets of IPv6. */
function nameOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
