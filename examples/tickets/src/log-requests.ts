import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { loggedPath, loggedStatus } from '@latchkey/common/server';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Logs each request with an id, which the caller gets as X-Request-Id. */
export function logRequests(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_req, res) => {
      const id = randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    // Neither headers nor queries, which is where tokens and passwords are.
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, url }: IncomingMessage) => ({ id, method, path: loggedPath(url) }),
      res: (res: ServerResponse) => ({ status: loggedStatus(res) }),
    },
  });
}
