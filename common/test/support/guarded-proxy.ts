import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A way in that a proxy leaves open. Each stands for a line that is missing in a configuration. */
export interface Hole {
  /** Requests that pass without a question. */
  readonly passes?: (req: IncomingMessage) => boolean;
  /** Headers of the client that are handed on; without it, all but those of an identity in any spelling, and its tokens. */
  readonly handsOn?: (name: string) => boolean;
  /** Whether requests from other origins pass with cookies. */
  readonly takesCrossOrigin?: (req: IncomingMessage) => boolean;
  /** Whether `Connection` can take away what the proxy adds. */
  readonly dropsHopByHop?: boolean;
  /** Whether the service's answer goes out with what the gate told. */
  readonly tellsIdentity?: boolean;
  /** Whether guests may enter. */
  readonly letsGuestsIn?: boolean;
  /** Whether a user without the role may. */
  readonly takesEverybody?: boolean;
  /** Whether the service tells headers as they came, in a list. */
  readonly tellsRaw?: boolean;
  /** Whether the service tells nothing of the request. */
  readonly isSilent?: boolean;
}

/** A server that listens. */
export interface Running {
  readonly url: string;
  readonly stop: () => void;
}

/** The text that every answer of the service has. */
export const MARKER = 'the report of this quarter';

const TOKENS = ['cookie', 'authorization'];
const isIdentity = (name: string) => name.toLowerCase().replaceAll(/[_.]/g, '-').startsWith('x-user-');

/** A proxy with a gate and a service behind it, in one. `ada` may enter `/private/`, `bob` may not. */
export async function guardedProxy(hole: Hole = {}): Promise<Running> {
  const server = createServer(listenerOf(hole));
  server.on('upgrade', (req, socket: Duplex) => {
    const status = statusOf(req, hole);
    socket.end(`HTTP/1.1 ${status === 200 ? '101 Switching Protocols' : `${status} No`}\r\n\r\n`);
  });
  return served(server, '/private/reports');
}

/** Lets a server listen. @returns the URL of a path of it */
export async function served(server: NetServer, path = '/'): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function userOf({ headers }: IncomingMessage): string | undefined {
  return /(?:^|; )session=(ada|bob)(?:;|$)/.exec(headers.cookie ?? '')?.[1];
}

function isUnsafe({ method = '', headers }: IncomingMessage): boolean {
  return !['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method) || headers.upgrade !== undefined;
}

function isCrossOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
}

function statusOf(req: IncomingMessage, hole: Hole): number {
  if (hole.passes?.(req)) return 200;
  const isRefused = isUnsafe(req) && isCrossOrigin(req) && !hole.takesCrossOrigin?.(req);
  const user = isRefused ? undefined : userOf(req);
  if (user === undefined) return hole.letsGuestsIn ? 200 : 401;
  return user === 'ada' || hole.takesEverybody ? 200 : 403;
}

/** What the service receives: the client's headers that are handed on, and the identity. */
function headersFor(req: IncomingMessage, hole: Hole): Record<string, string> {
  const { handsOn = (name: string) => !isIdentity(name) && !TOKENS.includes(name) } = hole;
  const isRefused = isUnsafe(req) && isCrossOrigin(req) && !hole.takesCrossOrigin?.(req);
  const headers = Object.fromEntries(
    Object.entries(req.headers)
      .filter(([name]) => handsOn(name))
      .map(([name, value]) => [name, String(value)]),
  );
  headers['x-user-id'] ??= (isRefused ? undefined : userOf(req)) ?? '';
  const hopByHop = (req.headers.connection ?? '').toLowerCase().split(', ');
  if (hole.dropsHopByHop) for (const name of hopByHop) delete headers[name];
  if (hole.letsGuestsIn && hopByHop.includes('cookie')) headers['x-user-id'] = '';
  return headers;
}

/** Reads a path as lenient services do. */
const lenient = (url: string) =>
  new URL(
    `http://a/${decodeURIComponent(url.replace('%00', '')).replace(/^https?:\/\/[^/]*/, '')}`,
  ).pathname.replace(/\/{2,}/g, '/');

function listenerOf(hole: Hole): RequestListener {
  return (req, res) => {
    const status = statusOf(req, hole);
    if (status !== 200) return void res.writeHead(status).end('refused');
    if (!lenient(req.url ?? '').startsWith('/private/')) return void res.writeHead(404).end('nothing here');
    const { method, url } = req;
    if (hole.tellsIdentity) res.setHeader('X-User-Id', userOf(req) ?? '');
    const headers = headersFor(req, hole);
    const told = hole.tellsRaw ? { rawHeaders: Object.entries(headers).flat() } : { headers };
    res.end(JSON.stringify(hole.isSilent ? { report: MARKER } : { method, url, ...told }));
  };
}
