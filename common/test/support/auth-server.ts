import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands where pages look for the auth service, and answers what a test says. */
export interface AuthServer {
  readonly url: string;
  /** What was asked so far. */
  readonly requests: readonly { readonly target: string; readonly headers: IncomingHttpHeaders }[];
  answerWith(
    status: number,
    body: object,
    cookies?: readonly string[],
    headers?: Record<string, string>,
  ): void;
  stop(): void;
}

export async function startAuthServer(): Promise<AuthServer> {
  const requests: { target: string; headers: IncomingHttpHeaders }[] = [];
  let reply = { status: 200, body: {}, cookies: [] as readonly string[], headers: {} };
  const server = createServer((req, res) => {
    requests.push({ target: `${req.method} ${req.url}`, headers: req.headers });
    req.resume();
    res.setHeader('Set-Cookie', reply.cookies);
    res.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers });
    res.end(JSON.stringify(reply.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (status, body, cookies = [], headers = {}) =>
      void (reply = { status, body, cookies, headers }),
    stop: () => void server.close().closeAllConnections(),
  };
}
