import { NextResponse, type NextRequest } from 'next/server';
import { pages } from './lib/pages';

/**
 * Comes before every page and form: refuses forms of other sites, and sends a browser whose token has expired through the auth
 * service once. Server components cannot set cookies, so it is done here.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const added = new Headers();
  const answer = await answerTo(request, added);
  for (const line of added.getSetCookie()) answer.headers.append('Set-Cookie', line);
  return answer;
}

async function answerTo(request: NextRequest, added: Headers): Promise<Response> {
  try {
    const refusal = pages().refuse(request, { answer: added });
    if (refusal) return toNext(refusal, request);
    const visit = await pages().visit(request, { answer: added });
    visit.arrive();
    return NextResponse.next();
  } catch (thrown) {
    if (thrown instanceof Response) return toNext(thrown, request);
    throw thrown;
  }
}

/** Next.js takes absolute locations only. */
function toNext({ body, status, headers }: Response, { url }: NextRequest): Response {
  const copied = new Headers(headers);
  const location = headers.get('Location');
  if (location !== null) copied.set('Location', new URL(location, url).href);
  return new Response(body, { status, headers: copied });
}

export const config = { matcher: '/((?!_next/|favicon.ico).*)' };
