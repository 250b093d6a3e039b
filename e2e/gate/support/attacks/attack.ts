import type { Who } from '../people';
import { PUBLIC_HOST } from '../proxy';

/** A request that no client library would send. */
export interface Attack {
  readonly who: Who;
  /** All of it; `{cookie}` stands for the credentials. */
  readonly bytes: string;
}

/** Attacks by their names. */
export type Attacks = readonly (readonly [name: string, attack: Attack])[];

export const CLOSE = 'Connection: close';
export const COOKIE = 'Cookie: {cookie}';
export const HOST = `Host: ${PUBLIC_HOST}`;

/** A request of these lines and this body. */
export function requestOf(lines: readonly string[], body = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Exactly these lines. */
export const exactly = (...lines: string[]): Attack => ({ who: 'plain', bytes: requestOf(lines) });

/** What a user without a role asks for, with these headers beside those that it takes. */
export const byPlain = (line: string, ...headers: string[]): Attack =>
  exactly(line, HOST, COOKIE, ...headers, CLOSE);

/** What a user without a role may ask for. */
export const app = (...headers: string[]): Attack => byPlain('GET /app/x HTTP/1.1', ...headers);
