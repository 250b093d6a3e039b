import { createClient } from '../client/create-client';
import { forwardSession } from '../client/forward-session';
import { LatchkeyError } from '../client/latchkey-error';
import { failureOf } from './answers';
import { arrive, arriveSignedIn, takeNotice } from './arrive';
import { toErrorPage } from './error-page';
import { identify } from './identify';
import { readPagesOptions, type PagesOptions } from './pages-options';
import { refuseRequest } from './refuse-request';
import { renew } from './renew';
import { leave, load, submit } from './submit';
import { takeRefusal } from './take-refusal';
import type { Visit, VisitOptions } from './visit';

/** What `answer` takes beside the request. */
export type AnswerOptions = Pick<VisitOptions, 'clientAddress'>;

/** Makes the answer to a visit. What it throws is an answer, too, if it is a `Response`. */
export type RenderPage = (visit: Visit) => Response | Promise<Response>;

/** What a page server needs of Latchkey, on the Request and Response of the Fetch API. */
export interface Pages {
  /**
   * Answers a request for a page, from the first check to the last header: `refuse`, `visit`, the page, its cookies, no-store, and
   * an error page for each failure.
   */
  answer(request: Request, options: AnswerOptions, page: RenderPage): Promise<Response>;
  /**
   * For a framework that answers by itself: refuses what no browser asks of a page, and takes in one that comes back from a refused
   * refresh.
   * @returns undefined where the page may answer
   */
  refuse(request: Request, options: Pick<VisitOptions, 'answer'>): Response | undefined;
  /** For a framework that answers by itself: who makes the request, and the ways that its answer can take. */
  visit(request: Request, options: VisitOptions): Promise<Visit>;
}

/**
 * Makes what a page server needs of Latchkey. It verifies the access token itself, and sends the browser through the auth service
 * once when the token has expired.
 * @throws ConfigurationError that lists every option that is wrong
 * @example
 * ```ts
 * import { createPages } from '@latchkey/common/pages';
 *
 * const pages = createPages({ authUrl: 'http://auth-srv:3000' });
 * const answer = await pages.answer(request, { clientAddress: '203.0.113.7' }, (visit) => {
 *   const { email } = visit.arriveSignedIn();
 *   return new Response(`Hello, ${email}`);
 * });
 * ```
 */
export function createPages(options: PagesOptions): Pages {
  const settings = readPagesOptions(options);
  const { authUrl, texts, errorPage } = settings;

  function refuse(request: Request, { answer }: Pick<VisitOptions, 'answer'>): Response | undefined {
    return refuseRequest(request, settings) ?? takeRefusal(request, answer, settings);
  }

  async function visit(request: Request, { answer, clientAddress }: VisitOptions): Promise<Visit> {
    const visitor = await identify(request, answer, settings);
    const forwarded = forwardSession(request, { clientAddress });
    const session = {
      ...forwarded,
      keepCookies(response: Response) {
        forwarded.keepCookies(response);
        response.headers.getSetCookie().forEach((line) => answer.append('Set-Cookie', line));
      },
    };
    // By the account cookie, any other service could act for the account.
    const sessionOfServices = { ...session, accountHeaders: undefined };
    return {
      ...visitor,
      auth: createClient({ baseUrl: authUrl, session }),
      service: (baseUrl) => createClient({ baseUrl, session: sessionOfServices }),
      arrive: () => arrive(visitor, settings),
      arriveSignedIn: (arriving = {}) => arriveSignedIn(visitor, settings, arriving),
      load: (promise) => load(visitor, settings, promise),
      submit: (form, send) => submit(visitor, { ...settings, answer }, form, send),
      takeNotice: () => takeNotice(visitor),
      leave: (path, code) => leave(visitor, path, code),
      renew: () => renew(visitor, settings),
    };
  }

  return {
    refuse,
    visit,
    async answer(request, { clientAddress }, page) {
      const added = new Headers({ 'Cache-Control': 'no-store' });
      let made: Visit | undefined;
      const find = async () => {
        const refusal = refuse(request, { answer: added });
        if (refusal) return refusal;
        made = await visit(request, { answer: added, clientAddress });
        return page(made);
      };
      const found = await find().catch(toAnswer);
      return withHeaders(await toErrorPage(found, { texts, errorPage, visit: made }), added);
    },
  };
}

/** @throws what is no answer: a fault of the page, which its server reports */
function toAnswer(thrown: unknown): Response {
  if (thrown instanceof Response) return thrown;
  if (thrown instanceof LatchkeyError) return failureOf(thrown);
  throw thrown;
}

/** An answer may have headers that cannot be changed, such as those of `Response.redirect`. */
function withHeaders({ status, body, headers }: Response, added: Headers): Response {
  const all = new Headers(headers);
  for (const [name, value] of added) {
    if (name === 'set-cookie') all.append(name, value);
    else if (!all.has(name)) all.set(name, value);
  }
  return new Response(body, { status, headers: all });
}
