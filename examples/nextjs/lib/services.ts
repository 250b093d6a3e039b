import { createClient, forwardSession } from '@latchkey/common/client';

/** The services behind, asked for the browser of a request; the answer must carry each Set-Cookie of theirs. */
export function servicesFor({ headers }: { readonly headers: Headers }) {
  const session = forwardSession({ headers });
  const service = (baseUrl = '') => createClient({ baseUrl, session });
  return {
    auth: service(process.env.AUTH_URL),
    tickets: service(process.env.TICKETS_URL),
    setCookies: session.setCookies,
  };
}

/** Sends the browser on to a page, with the cookies that services have set. */
export function goTo(path: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: path });
  for (const line of setCookies) headers.append('Set-Cookie', line);
  return new Response(null, { status: 303, headers });
}
