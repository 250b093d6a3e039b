import type { ServerResponse } from 'node:http';
import { CustomError } from '@latchkey/common';
import { toProblem } from '@latchkey/common/protocol';

/** Takes the faults of the gate. */
export interface ErrorLog {
  error(fields: object, message: string): void;
}

/** Answers an error as `application/problem+json` (RFC 9457); one that nobody threw on purpose is logged, and is 500. */
export function answerError(error: unknown, res: ServerResponse, log: ErrorLog): void {
  const isDeliberate = error instanceof CustomError;
  if (!isDeliberate) log.error({ err: error }, 'the feed cannot be served');
  if (res.headersSent) return void res.destroy();
  const problem = toProblem(error);
  const headers = isDeliberate ? error.headers : {};
  res
    .writeHead(problem.status, {
      ...headers,
      'Cache-Control': 'no-store',
      'Content-Type': 'application/problem+json',
    })
    .end(JSON.stringify(problem));
}
