import { Router, static as files } from 'express';
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path';

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

/** GET /api/users/docs: what this API is, for people. All of it is served from here. */
export function docs(): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.type('html').send(PAGE);
  });
  router.get('/start.js', (_req, res) => {
    res.type('js').send(START);
  });
  router.get(ASSETS, files(getAbsoluteFSPath()));
  return router;
}
