import type { HttpBindings } from '@hono/node-server';
import type { CurrentUser } from '@latchkey/common';
import { clientAddress, type Pages, type Refusal, type Visit } from '@latchkey/common/pages';
import type { Context, Handler } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Site } from '../site';
import { Layout } from '../views/layout';
import { failure } from './answers';
import { linkCookie, type LinkCookie } from './link-cookie';

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
  show(
    title: string,
    content: JSX.Element,
    options?: { readonly refusal?: Refusal | undefined },
  ): Promise<Response>;
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
    show(title, content, { refusal } = {}) {
      const { user, url } = visit;
      return render(
        <Layout site={site} user={user} title={title} isRefused={refusal !== undefined} path={url.pathname}>
          {content}
        </Layout>,
        refusal?.status,
      );
    },
  };
}

/** Renders a document. */
export async function render(document: JSX.Element, status = 200): Promise<Response> {
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return new Response(await renderText(document), { status, headers });
}

export async function renderText(document: JSX.Element): Promise<string> {
  return `<!doctype html>${await document}`;
}

/** @throws Response 403 where the person is no admin. The auth service would say so, too; a page need not ask it. */
export function requireAdmin({ roles }: CurrentUser, message: string): void {
  if (!roles.includes('admin')) throw failure(403, message);
}
