import type { IncomingHttpHeaders } from 'http';

/** What is read of a fetch `Headers`. */
interface HeadersLike {
  get(name: string): string | null;
}

/** A request as Node has it, as far as it tells who sent it and how. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * A request of Node, Express, Koa or Fastify, a fetch `Request`, or a fetch `Headers` alone. Without its method a request
 * counts as unsafe: its cookies count only when it comes from the same origin.
 */
export type RequestLike =
  NodeRequest | { readonly method?: string | undefined; readonly headers: HeadersLike } | HeadersLike;

/** The headers that are read to find out who a request is from, and whether that person meant it. */
const HEADERS = [
  'authorization',
  'cookie',
  'host',
  'origin',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-websocket-key',
  'sec-websocket-version',
  'upgrade',
];

/** Reads any request as one of Node. */
export function toNodeRequest(req: RequestLike): NodeRequest {
  if (!('headers' in req)) return { headers: readHeaders(req) };
  return isHeaders(req.headers)
    ? { method: req.method, headers: readHeaders(req.headers) }
    : (req as NodeRequest);
}

/** A request can have a header that is called `get`, but no header is a function. */
function isHeaders(headers: IncomingHttpHeaders | HeadersLike): headers is HeadersLike {
  return typeof headers.get === 'function';
}

function readHeaders(headers: HeadersLike): IncomingHttpHeaders {
  return Object.fromEntries(HEADERS.map((name) => [name, headers.get(name) ?? undefined]));
}
