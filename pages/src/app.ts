import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { createPages } from '@latchkey/common/pages';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Config } from './config';
import { listenerOf } from './http/listener';
import { page, renderText, type PageHandler } from './http/page';
import { securityHeaders } from './http/security-headers';
import { addPages } from './page-list';
import { noForm, notFound } from './pages/not-found';
import { createSite } from './site';
import { texts } from './texts/texts';
import { createScript } from './theme/script';
import { createStylesheet } from './theme/stylesheet';
import { ErrorPage } from './views/error-page';

/** The public side of the service, apart from any port or process. */
export function createApp(config: Config, log: Logger): RequestListener {
  const stylesheet = createStylesheet(config.ACCENT_COLOR);
  const script = createScript();
  const site = createSite(config, stylesheet, script);
  const pages = createPages({
    authUrl: config.AUTH_URL,
    signInPath: site.paths.signIn,
    stepUpPath: site.paths.confirm,
    cookieSecure: config.COOKIE_SECURE,
    texts: texts.errors.texts,
    errorPage: (failure) => renderText(ErrorPage({ site, failure })),
  });
  const parts = { site, pages, trustProxy: config.TRUST_PROXY };
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  const headers = Object.entries(securityHeaders(site));
  app.use(async (context, next) => {
    await next();
    // A page may have a policy of its own.
    for (const [name, value] of headers)
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
  for (const [url, text, type] of [
    [site.stylesheetUrl, stylesheet.text, 'text/css'],
    [site.scriptUrl, script.text, 'text/javascript'],
  ] as const)
    app.get(url, (context) => {
      context.header('Cache-Control', 'public, max-age=31536000, immutable');
      return context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
    });
  const add = (path: string, get: PageHandler, post: PageHandler = noForm) =>
    void app.get(path, page(parts, get)).post(path, page(parts, post));
  addPages(site.paths, add);
  app.all('*', page(parts, notFound));
  return listenerOf(app, log);
}
