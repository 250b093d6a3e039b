import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Told {
  readonly status: number;
  readonly code: string;
  /** The fields that the answer blames. */
  readonly fields: readonly string[];
}

/** Sends a request with nothing but Node's own client in between, and reads what went wrong with it. */
export function ask(url: string, { method, path, headers = {}, body }: Question): Promise<Told> {
  const sentText = body === undefined ? '' : JSON.stringify(body);
  // Node says no length of a DELETE by itself.
  const about = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(sentText)) };
  const sent = body === undefined ? headers : { ...about, ...headers };
  return new Promise((resolve, reject) => {
    request(url, { method: method.toUpperCase(), path, headers: sent }, (response) => {
      text(response).then((answer) => {
        const { code = '', errors = [] } = parse(answer);
        const fields = [...new Set(errors.map(({ field }) => field))];
        resolve({ status: response.statusCode!, code, fields });
      }, reject);
    })
      .on('error', reject)
      .end(sentText);
  });
}

/** A page is no problem. */
function parse(answer: string): { code?: string; errors?: { field: string }[] } {
  return answer.startsWith('{') ? (JSON.parse(answer) as object) : {};
}
