import type { ServerResponse } from 'node:http';
import { CustomError } from '@latchkey/common';
import { toProblemAnswer } from '@latchkey/common/protocol';

/** Takes the faults of the gate. */
export interface ErrorLog {
  error(fields: object, message: string): void;
}

/** Answers an error as `application/problem+json` (RFC 9457); one that nobody threw on purpose is logged, and is 500. */
export function answerError(error: unknown, res: ServerResponse, log: ErrorLog): void {
  if (!(error instanceof CustomError)) log.error({ err: error }, 'the feed cannot be served');
  if (res.headersSent) return void res.destroy();
  const { status, headers, body } = toProblemAnswer(error);
  res.writeHead(status, { ...headers, 'Cache-Control': 'no-store' }).end(body);
}
