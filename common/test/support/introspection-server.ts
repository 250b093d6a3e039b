import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Question {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly token: string | null;
}

/**
 * Something that is asked as the auth service is and answers what a test wants, also what no auth service would.
 * `auth/test/require-active.test.ts` asks the real one.
 */
export async function introspectionServer() {
  const asked: Question[] = [];
  let respond: (res: ServerResponse, req: IncomingMessage) => void = () => undefined;
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      const { authorization, 'content-type': contentType } = req.headers;
      const token = new URLSearchParams(body).get('token');
      asked.push({ method: req.method, authorization, contentType, token });
      respond(res, req);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
    /** Answers from now on so. */
    answer(how: typeof respond) {
      asked.length = 0;
      respond = how;
    },
  };
}
