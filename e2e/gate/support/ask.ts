import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { PUBLIC_HOST } from './proxy';

/** A request to a proxy. */
export interface Ask {
  readonly path: string;
  /** GET, unless given. */
  readonly method?: string;
  /** Beside Host, which is that of the proxy unless given. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** Whether it asks for a websocket. */
  readonly upgrade?: boolean;
}

/** What came back; the body of a websocket is its first message. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request as it is given, and follows no redirect. */
export async function ask(port: number, asked: Ask): Promise<Answer> {
  if (asked.upgrade) return askForWebsocket(port, asked);
  const { path, method = 'GET', headers, body } = asked;
  const req = request({
    ...{ host: '127.0.0.1', port, path, method, setHost: false },
    headers: { Host: PUBLIC_HOST, ...(headers as Record<string, string | string[]>) },
  });
  req.end(body);
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  return read(res);
}

async function read(res: IncomingMessage): Promise<Answer> {
  return { status: res.statusCode!, headers: res.headers, body: await text(res) };
}

async function askForWebsocket(port: number, { path, headers }: Ask): Promise<Answer> {
  const websocket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { Host: PUBLIC_HOST, ...(headers as Record<string, string>) },
  });
  websocket.on('error', () => undefined);
  const opened = once(websocket, 'message').then(([message]) => ({
    status: 101,
    headers: {},
    body: String(message),
  }));
  const refused = once(websocket, 'unexpected-response').then(([, res]) => read(res as IncomingMessage));
  const answer = await Promise.race([opened, refused]);
  websocket.terminate();
  return answer;
}

/** How long a proxy may wait for more of a request that will not come. */
const PATIENCE_MS = 1_000;

/** Sends bytes that no client library would. @returns all that came back until the proxy ended the connection, or waited for more */
export function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
  let answer = '';
  socket.setEncoding('latin1').setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.on('data', (text: string) => (answer += text));
  // A proxy that refuses a request may end the connection before it has read all of it.
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve(answer)));
}
