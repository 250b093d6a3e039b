import type { IncomingMessage, ServerResponse } from 'http';
import { BadRequestError } from '../errors/bad-request-error';
import { toProblemAnswer } from '../errors/problem-answer';

/** Whether a request names two hosts, of which a proxy may have judged the one and this service read the other. */
export function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** Answers such a request with 400 (RFC 9112, section 3.2), and closes the connection that it came on. */
export function refuseTwoHosts(res: ServerResponse): void {
  const error = new BadRequestError('Send one Host header, and not several.', 'several_hosts');
  const { status, headers, body } = toProblemAnswer(error);
  res.writeHead(status, { ...headers, Connection: 'close' }).end(body);
}
