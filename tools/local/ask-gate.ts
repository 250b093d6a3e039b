import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the gate decides by, of the headers of a client. */
const ASKED = [
  ...['cookie', 'authorization', 'origin', 'accept', 'purpose', 'sec-purpose'],
  ...['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'sec-websocket-version'],
];
/** What a client is told, of the headers of a refusal. */
const TOLD = ['content-type', 'location', 'www-authenticate', 'retry-after', 'cache-control'];
/** Who a request is from, in every spelling that some server takes for the same (`X_User_Id`, `X.User.Id`). */
const USER_HEADER = /^x[^a-z0-9]user[^a-z0-9]/;
/** With these a service behind could act as the client everywhere else. */
const CREDENTIALS = ['cookie', 'authorization'];
const REFUSALS = [302, 401, 403, 503];
const TIMEOUT_MS = 2_000;

/** What the gate decided: who a request is from, or the answer that the client gets instead. */
export type Verdict =
  | { readonly user: IncomingHttpHeaders }
  | { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: string };

/**
 * Asks the gate about a request, as any proxy with forward-auth does.
 * @param gate its port of the loopback address
 * @throws Error without an answer within 2 s, and with one that a gate does not give: the request may not pass then
 */
export async function askGate(gate: number, policy: string, asked: IncomingMessage): Promise<Verdict> {
  const question = request({
    host: '127.0.0.1',
    port: gate,
    path: `/${policy}`,
    headers: {
      ...pick(asked.headers, ASKED),
      'x-forwarded-method': asked.method,
      'x-forwarded-host': asked.headers.host,
      'x-forwarded-uri': asked.url,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // Once the answer has begun, reading it fails as well.
  question.on('error', () => undefined).end();
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  const { statusCode: status = 0, headers } = answer;
  const body = await text(answer);
  if (REFUSALS.includes(status)) return { status, headers: pick(headers, TOLD), body };
  if (status !== 200) throw new Error(`the gate answered ${status}`);
  return { user: Object.fromEntries(Object.entries(headers).filter(([name]) => USER_HEADER.test(name))) };
}

/** Removes what a client says about itself. */
export function removeClaims(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (USER_HEADER.test(name)) delete headers[name];
}

/** Tells the service behind who a request is from, and nothing that it could act as them with. */
export function handOn(headers: IncomingHttpHeaders, user: IncomingHttpHeaders): void {
  for (const name of CREDENTIALS) delete headers[name];
  Object.assign(headers, user);
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}
