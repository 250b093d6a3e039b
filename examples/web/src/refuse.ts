import type { Pages } from '@latchkey/common/pages';
import type { Request as ExpressRequest, RequestHandler } from 'express';

/** Refuses what no browser asks of a page, and takes in one that comes back from a refused refresh. */
export function refuse(pages: Pages): RequestHandler {
  return async (req, res, next) => {
    const request = toRequest(req);
    const refusal = request
      ? pages.refuse(request, { answer: res })
      : new Response('This is no address.\n', { status: 400 });
    if (!refusal) return next();
    refusal.headers.forEach((value, name) => res.set(name, value));
    res.status(refusal.status).end(await refusal.text());
  };
}

/** The request without its body, which React Router reads. */
function toRequest({ method, originalUrl, headers }: ExpressRequest): Request | undefined {
  // The host of the address is not looked at; that of the header is, and nothing else parses it before.
  const url = `http://page${originalUrl}`;
  if (!URL.canParse(url)) return undefined;
  return new Request(url, { method, headers: headers as Record<string, string> });
}
