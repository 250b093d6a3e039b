import {
  Agent,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { serveToParent } from '../../lib/served.js';

/**
 * Way 1A of the design: a gateway in front of the route at SERVICE_URL that asks the auth service at AUTH_URL about
 * each request, as Traefik does, and tells the route who it is. Without AUTH_URL it asks nobody.
 */
const { AUTH_URL, SERVICE_URL = '', AUTH_COOKIE } = process.env;
/** What `/verify` answers about the user. */
const IDENTITY = [
  ...['x-user-id', 'x-user-email', 'x-user-roles'],
  ...['x-user-acr', 'x-user-amr', 'x-user-auth-time'],
];
const agent = new Agent({ keepAlive: true });

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const identity = AUTH_URL === undefined ? {} : await verify(req, res);
  if (!identity) return;
  const { method, url, headers } = req;
  const onward = { agent, method, headers: { ...headers, ...identity } };
  relay(await send(req, new URL(url ?? '/', SERVICE_URL), onward), res);
}

/** @returns the headers that say who it is, or undefined when the refusal has been passed on */
async function verify(req: IncomingMessage, res: ServerResponse): Promise<IncomingHttpHeaders | undefined> {
  const { method, headers } = req;
  const described = { ...headers, 'x-forwarded-method': method, 'x-forwarded-host': headers.host };
  const answer = await send(undefined, new URL('/verify', AUTH_URL), { agent, headers: described });
  if (answer.statusCode !== 200) return void relay(answer, res);
  answer.resume();
  return Object.fromEntries(IDENTITY.map((name) => [name, answer.headers[name]]));
}

function send(body: IncomingMessage | undefined, url: URL, options: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve).on('error', reject);
    if (body) body.pipe(sent);
    else sent.end();
  });
}

function relay(answer: IncomingMessage, res: ServerResponse): void {
  res.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(res);
}

await serveToParent(
  (req, res) => void serve(req, res),
  AUTH_COOKIE === undefined ? {} : { Cookie: AUTH_COOKIE },
);
