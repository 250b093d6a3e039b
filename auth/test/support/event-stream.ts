import { once } from 'node:events';
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { TestAuth } from './auth-service';

/** Follows the feed of a replica, and keeps what comes. */
export async function readFeed(
  { internalUrl }: Pick<TestAuth, 'internalUrl'>,
  headers: OutgoingHttpHeaders = {},
) {
  const asked = get(`${internalUrl}/revocations`, { headers });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (more: string) => (text += more));
  response.on('error', () => undefined);
  return { response, received: () => text, leave: () => asked.destroy() };
}

/** Asks for the feed of a replica, and reads nothing of it. */
export async function ignoreFeed({ internalUrl }: TestAuth, path = '/revocations'): Promise<Socket> {
  const socket = connect(Number(new URL(internalUrl).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  return socket;
}

/** The event that tells until when all is told, and from where to resume. */
export function asOfEvent({ services: { revocations } }: TestAuth): string {
  const data = { at: revocations.asOf(), window: revocations.window };
  return `event: as-of\nid: ${revocations.position()!}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The event of an entry. */
export const revokedEvent = (key: string, until: number) =>
  `event: revoked\ndata: {"key":"${key}","until":${until}}\n\n`;

/** The time until which an entry of now is held, in seconds since 1970. */
export const untilLater = () => Math.ceil((Date.now() + 16 * 60_000) / 1000);
