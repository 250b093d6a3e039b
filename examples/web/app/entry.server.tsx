import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { renderToPipeableStream } from 'react-dom/server';
import { ServerRouter, type AppLoadContext, type EntryContext } from 'react-router';

/** Renders a page as a whole, with the nonce of its visit on every script. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  { nonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const page = <ServerRouter context={entry} url={request.url} nonce={nonce} />;
    const { pipe } = renderToPipeableStream(page, {
      nonce,
      onAllReady() {
        const body = new PassThrough();
        headers.set('Content-Type', 'text/html; charset=utf-8');
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
        pipe(body);
      },
      onError: reject,
      onShellError: reject,
    });
  });
}

/** Who left before the page was made is no fault, and what is thrown as an answer is none either. */
export function handleError(error: unknown, { request }: { readonly request: Request }): void {
  if (request.signal.aborted || error instanceof Response) return;
  process.stderr.write(`web: ${error instanceof Error ? error.stack : String(error)}\n`);
}
