import { Router, static as files } from 'express';
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path';
import type { Endpoint } from '../endpoint';

const ASSETS = ['/swagger-ui.css', '/swagger-ui-bundle.js'];

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Latchkey API</title>
  <meta name="viewport" content="width=device-width">
  <link rel="stylesheet" href="/api/users/docs/swagger-ui.css">
  <div id="api"></div>
  <script src="/api/users/docs/swagger-ui-bundle.js"></script>
  <script src="/api/users/docs/start.js"></script>
</html>
`;

const START = "SwaggerUIBundle({ url: '/api/users/openapi.json', dom_id: '#api' });\n";

/** What this API is, for people. All of it is served from here. */
export const docs: Endpoint<unknown> = {
  method: 'get',
  path: '/api/users/docs',
  summary: 'A page that shows this document',
  proof: 'none',
  success: { status: 200, text: 'HTML' },
  failures: {},
  handlers: () => [
    function docs(_req, res) {
      res.type('html').send(PAGE);
    },
  ],
};

/** What the page loads; to be mounted at its path. */
export function docsFiles(): Router {
  const router = Router();
  router.get('/start.js', (_req, res) => {
    res.type('js').send(START);
  });
  router.get(ASSETS, files(getAbsoluteFSPath()));
  return router;
}
