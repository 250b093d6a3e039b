import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import {
  createAuthentication,
  errorHandler,
  followRevocations,
  type AccessTokenClaims,
} from '@latchkey/common';
import { toUserHeaders } from '@latchkey/common/protocol';
import express, { type Express, type Request, type Response } from 'express';
import { WebSocketServer } from 'ws';
import type { Listening } from '../../support/listening';
import type { Echoed } from './echo';
import type { House } from './house';
import type { Ports } from './proxy';

/** Starts a service on the library, which needs no proxy; it answers as the one behind proxies does. */
export async function startLibraryService({ proxy }: Ports, { jwtKey, auth }: House): Promise<Listening> {
  const revocations = followRevocations({ url: `http://127.0.0.1:${auth.internalPort}/revocations` });
  await revocations.ready();
  const authentication = createAuthentication({ jwtKey, cookieSecure: false, revocations });
  const server = createServer(createApp(authentication));
  const websockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    void authentication.authenticate(req).then(({ claims }) => {
      if (!claims) return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      websockets.handleUpgrade(req, socket, head, (websocket) =>
        websocket.send(JSON.stringify(echoOf(req, claims, 0))),
      );
    });
  });
  server.listen(proxy, '127.0.0.1');
  await once(server, 'listening');
  return {
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await revocations.close();
    },
  };
}

/** The policies of the gate, in the library's words. */
function createApp(authentication: ReturnType<typeof createAuthentication>): Express {
  const { authenticate, currentUser, requireAuth, requireRole, requireStepUp } = authentication;

  async function echo(req: Request, res: Response): Promise<void> {
    let bodyLength = 0;
    for await (const bytes of req) bodyLength += (bytes as Buffer).length;
    const claims = req.currentUser && (await authenticate(req)).claims;
    res.set('Cache-Control', 'public, max-age=600').end(JSON.stringify(echoOf(req, claims, bodyLength)));
  }

  const app = express();
  app.use('/reports', requireAuth, requireRole('staff'), requireStepUp({ maxAge: '10m' }), echo);
  app.use('/app', requireAuth, echo);
  app.use('/guest', currentUser, echo);
  app.use('/public', echo);
  app.use(errorHandler);
  return app;
}

/** With the headers that a service behind a proxy would have got. */
function echoOf(req: IncomingMessage, claims: AccessTokenClaims | undefined, bodyLength: number): Echoed {
  const { method = '', rawHeaders } = req;
  const url = (req as Partial<Request>).originalUrl ?? req.url ?? '';
  const user = claims && { ...claims, id: claims.sub, authTime: claims.auth_time };
  return {
    method,
    url,
    rawHeaders: [...rawHeaders, ...Object.entries(toUserHeaders(user)).flat()],
    bodyLength,
  };
}
