import { type OutgoingHttpHeaders } from 'node:http';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** The bytes of an HTTP/1.1 request, made before the measurement so that sending costs the load generator little. */
export function encodeRequest({ method = 'GET', path, headers = {}, body = '' }: RawRequest): Buffer {
  const length = body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) };
  const lines = Object.entries({ Host: '127.0.0.1', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${String(value)}`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Reads the status of a response.
 * @returns the status, or undefined while the response is not complete
 * @throws Error for a response without Content-Length, whose end cannot be told
 */
export function completeStatus(bytes: Buffer): number | undefined {
  const headLength = bytes.indexOf('\r\n\r\n');
  if (headLength === -1) return undefined;
  const head = bytes.toString('latin1', 0, headLength);
  const bodyLength = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (bodyLength === undefined) throw new Error(`A response without Content-Length: ${head}`);
  const isComplete = bytes.length >= headLength + 4 + Number(bodyLength);
  return isComplete ? Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)) : undefined;
}
