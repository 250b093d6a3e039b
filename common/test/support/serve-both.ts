import type { IncomingMessage, RequestListener } from 'node:http';
import { asOf, snapshot, stream, type FeedServer } from './feed-server';
import { serve } from './following';

/** What a snapshot is sent with. */
export const NDJSON = { 'Content-Type': 'application/x-ndjson' };

/** A source with a snapshot, and what it was asked. */
export async function serveBoth(
  body: string | Buffer = snapshot('e.1', 'user.ada.4'),
  headers = {},
): Promise<FeedServer & { readonly asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const keeping =
    (answer: RequestListener): RequestListener =>
    (req, res) => {
      asked.push(req);
      answer(req, res);
    };
  const server = await serve(keeping(stream(asOf(Date.now() + 1, 'e.2'))));
  server.snapshot = keeping((_req, res) => void res.writeHead(200, { ...NDJSON, ...headers }).end(body));
  return Object.assign(server, { asked });
}
