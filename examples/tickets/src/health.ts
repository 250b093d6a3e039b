import express, { type Express } from 'express';

/** The internal side: whether the process is alive, and whether it wants requests. MongoDB has no say in either. */
export function createHealthApp(isReady: () => boolean): Express {
  const app = express();
  app.get('/healthz', (_req, res) => void res.sendStatus(200));
  app.get('/readyz', (_req, res) => void res.sendStatus(isReady() ? 200 : 503));
  return app;
}
