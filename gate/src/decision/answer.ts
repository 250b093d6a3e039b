import type { ServerResponse } from 'node:http';
import { CustomError } from '@latchkey/common';
import { toProblemAnswer, toUserHeaders, type VerifiedToken } from '@latchkey/common/protocol';

/** What a proxy is told. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A proxy that kept an answer would give it to the next one who asks. */
const ALWAYS = { 'Cache-Control': 'no-store' };

/** Lets a request pass, and tells who it is from. */
export function letPass(token: VerifiedToken | undefined): Answer {
  return { status: 200, headers: { ...ALWAYS, ...userHeadersOf(token) } };
}

/** Hands the access token on with it. @param jwt undefined if unauthenticated: a proxy overwrites what the client sent */
export function handTokenOn({ status, headers }: Answer, jwt: string | undefined): Answer {
  return { status, headers: { ...headers, Authorization: jwt === undefined ? '' : `Bearer ${jwt}` } };
}

/**
 * Refuses a request, as a service on the library would: problem+json, and the headers of the error.
 * @throws the error, if nobody threw it on purpose
 */
export function refuse(error: unknown): Answer {
  if (!(error instanceof CustomError)) throw error;
  const { status, headers, body } = toProblemAnswer(error);
  return { status, headers: { ...ALWAYS, ...userHeadersOf(undefined), ...headers }, body };
}

/**
 * Sends a browser elsewhere.
 * @param location undefined where it is to get the other answer
 */
export function sendTo(location: string | undefined, mode: 'redirect' | 'nginx', otherwise: Answer): Answer {
  if (location === undefined) return otherwise;
  const headers = { ...ALWAYS, ...userHeadersOf(undefined), Location: location };
  // nginx's auth_request takes 2xx, 401 and 403 alone; its configuration makes a 302 of it.
  return { status: mode === 'nginx' ? 401 : 302, headers };
}

/** Writes an answer. */
export function write(res: ServerResponse, { status, headers, body }: Answer): void {
  res.writeHead(status, { ...headers, 'Content-Length': String(Buffer.byteLength(body ?? '')) }).end(body);
}

function userHeadersOf(token: VerifiedToken | undefined) {
  if (!token) return toUserHeaders(undefined);
  const { sub: id, email, roles, acr, amr, auth_time: authTime } = token.claims;
  return toUserHeaders({ id, email, roles, acr, amr, authTime });
}
