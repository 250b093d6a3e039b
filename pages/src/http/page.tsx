import type { HttpBindings } from '@hono/node-server';
import type { CurrentUser } from '@latchkey/common';
import {
  clientAddress,
  type ArriveOptions,
  type Pages,
  type Refusal,
  type Visit,
} from '@latchkey/common/pages';
import type { Context, Handler } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { secondFactorPath, type Site } from '../site';
import { Layout } from '../views/layout';
import { failure, redirect } from './answers';
import { linkCookie, type LinkCookie } from './link-cookie';
import { contentSecurityPolicy } from './security-headers';

/** What a page is made from. */
export interface Page {
  readonly visit: Visit;
  readonly site: Site;
  /** The query of the address. */
  readonly query: URLSearchParams;
  /** A parameter of the path, such as `id`. */
  param(name: string): string;
  /** The cookie with the token of a link, for the page of this path. */
  readonly link: (path: string) => LinkCookie;
  /** Reads the fields of the form. */
  form(): Promise<Readonly<Record<string, string>>>;
  /** Makes the answer. A refusal gives it its status, and the title says so. */
  show(title: string, content: JSX.Element, options?: ShowOptions): Promise<Response>;
}

/** What `show` takes beside the page. */
export interface ShowOptions {
  readonly refusal?: Refusal | undefined;
  /** Whether the page uses passkeys, which need the script. */
  readonly hasScript?: boolean;
}

/** Makes the answer to a request for a page. */
export type PageHandler = (page: Page) => Response | Promise<Response>;

/** What all pages are made with. */
export interface PageParts {
  readonly site: Site;
  readonly pages: Pages;
  readonly trustProxy: number;
}

/** A page as a handler of Hono. */
export function page({ site, pages, trustProxy }: PageParts, handle: PageHandler): Handler {
  return async (context: Context<{ Bindings: HttpBindings }>) => {
    const cookies = new Headers();
    const forwardedFor = context.req.header('x-forwarded-for');
    const { remoteAddress } = context.env.incoming.socket;
    const client = clientAddress({ remoteAddress, forwardedFor }, trustProxy);
    const answer = await pages.answer(context.req.raw, { clientAddress: client }, (visit) =>
      handle(createPage(context, visit, site, cookies)),
    );
    for (const line of cookies.getSetCookie()) answer.headers.append('Set-Cookie', line);
    return answer;
  };
}

function createPage(context: Context, visit: Visit, site: Site, cookies: Headers): Page {
  return {
    visit,
    site,
    query: visit.url.searchParams,
    param: (name) => context.req.param(name) ?? '',
    link: (path) => linkCookie(context, cookies, site, path),
    form: async () => Object.fromEntries(new URLSearchParams(await visit.request.text())),
    show(title, content, { refusal, hasScript = false } = {}) {
      const { user, url } = visit;
      const isRefused = refusal !== undefined;
      const about = { site, user, title, isRefused, hasScript, path: url.pathname };
      const headers = { 'Content-Security-Policy': contentSecurityPolicy(site, { hasScript }) };
      return render(<Layout {...about}>{content}</Layout>, { status: refusal?.status, headers });
    },
  };
}

/** Renders a document. */
async function render(
  document: JSX.Element,
  {
    status = 200,
    headers,
  }: { readonly status?: number | undefined; readonly headers: Record<string, string> },
): Promise<Response> {
  const all = { 'Content-Type': 'text/html; charset=utf-8', ...headers };
  return new Response(await renderText(document), { status, headers: all });
}

export async function renderText(document: JSX.Element): Promise<string> {
  return `<!doctype html>${await document}`;
}

/**
 * What a page for admins begins with. The auth service would refuse others, too; a page need not ask it.
 * @throws Response as `arriveSignedIn` does; the way to prove a second factor, where roles count with one only; 403 where the person is
 *   no admin
 */
export function arriveAsAdmin({ visit, site }: Page, message: string, options?: ArriveOptions): CurrentUser {
  const user = visit.arriveSignedIn(options);
  if (user.roles.includes('admin')) return user;
  const next = visit.url.pathname + visit.url.search;
  throw user.rolesWithheld ? redirect(secondFactorPath(site, next), 303) : failure(403, message);
}
