import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { expectProblem } from '../../support/problems';
import { withAuth } from '../../support/with-auth';

describe('GET /api/users/docs', () => {
  let auth: TestAuth;
  const get = (path: string) => auth.request().get(path).buffer(true).redirects(0);

  beforeAll(async () => {
    auth = await startAuth({ COOKIE_SECURE: 'true' });
  });
  afterAll(() => auth.stop());

  it.each(['/api/users/docs', '/api/users/docs/'])('is a page at %s', async (path) => {
    const response = await get(path).expect(200);
    expect(response.type).toBe('text/html');
    expect(response.text).toMatch(/^<!doctype html>/);
  });

  it('loads all that it needs from this origin, as its security policy asks', async () => {
    const page = await get('/api/users/docs');
    const assets = [...page.text.matchAll(/ (?:src|href)="([^"]*)"/g)].map(([, path]) => path!);
    expect(assets).toHaveLength(3);
    for (const path of assets) {
      expect(path).toMatch(/^\/api\/users\/docs\/[\w.-]+$/);
      const asset = await get(path).expect(200);
      expect(asset.type).toBe(path.endsWith('.css') ? 'text/css' : 'text/javascript');
      expect(asset.text.length).toBeGreaterThan(50);
    }
    // "script-src 'self'" lets no script run that stands in the page.
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.text).not.toMatch(/<script>|<script [^>]*>[^<]|\bon\w+=/);
  });

  it('shows the document that is really there', async () => {
    const { text } = await get('/api/users/docs/start.js').expect(200);
    const [, url] = /url: '([^']+)'/.exec(text) ?? [];
    const document = await auth.request().get(url!).expect(200);
    expect(document.body).toHaveProperty('openapi');
    const bundle = await get('/api/users/docs/swagger-ui-bundle.js');
    expect(bundle.text).toContain('SwaggerUIBundle');
  });

  it.each([
    'index.html',
    'package.json',
    'swagger-initializer.js',
    'swagger-ui-bundle.js/',
    '..%2fpackage.json',
    '../../../../package.json',
    '%2e%2e/package.json',
    'swagger-ui.css%00',
  ])('serves no other file: %s', async (file) => {
    expectProblem(await get(`/api/users/docs/${file}`), 404, 'not_found');
  });
});

it('is not there, nor its document, with API_DOCS=false', async () => {
  await withAuth({ API_DOCS: 'false' }, async (auth) => {
    for (const path of ['docs', 'docs/', 'docs/start.js', 'docs/swagger-ui.css', 'openapi.json'])
      for (const method of ['get', 'post'] as const)
        expectProblem(await auth.request()[method](`/api/users/${path}`), 404, 'not_found');
    await auth.request().get('/api/users/currentuser').expect(200);
  });
});
