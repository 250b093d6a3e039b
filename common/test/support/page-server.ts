import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthentication } from '../../src/index';
import { createPages, type PagesOptions, type RenderPage } from '../../src/pages';
import { SECRET } from './tokens';

/** A page server of a team's own, on plain http: each path is a page. */
export interface PageServer {
  readonly url: string;
  readonly stop: () => void;
}

/** Starts pages that verify tokens of the tests. */
export async function startPageServer(
  page: RenderPage,
  options: Partial<PagesOptions> = {},
): Promise<PageServer> {
  const { authenticate } = createAuthentication({ jwtKey: SECRET, cookieSecure: false });
  const pages = createPages({ authUrl: 'http://127.0.0.1:1', cookieSecure: false, authenticate, ...options });
  const server = createServer((req, res) => {
    void toRequest(req)
      .then((request) => pages.answer(request, { clientAddress: req.socket.remoteAddress }, page))
      .then((answer) => send(answer, res))
      .catch((error: unknown) => res.writeHead(500).end(String(error)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close().closeAllConnections(),
  };
}

async function toRequest(req: IncomingMessage): Promise<Request> {
  const headers = new Headers(req.headers as Record<string, string>);
  const chunks: Uint8Array[] = [];
  for await (const chunk of req) chunks.push(chunk as Uint8Array);
  const hasBody = req.method === 'POST' || req.method === 'PUT';
  const url = `http://page.test${req.url}`;
  return new Request(url, { method: req.method!, headers, ...(hasBody && { body: Buffer.concat(chunks) }) });
}

async function send(answer: Response, res: ServerResponse): Promise<void> {
  for (const [name, value] of answer.headers) res.appendHeader(name, value);
  res.writeHead(answer.status).end(await answer.text());
}
