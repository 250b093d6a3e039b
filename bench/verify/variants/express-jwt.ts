import { createSecretKey } from 'node:crypto';
import { type ErrorRequestHandler } from 'express';
import { expressjwt, type Request as JwtRequest } from 'express-jwt';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../route.js';
import { credentialMaker } from '../tokens.js';

/** express-jwt with a KeyObject made once, a bearer token, and the checks of issuer and audience that ours makes. */
const secret = createSecretKey(Buffer.from(process.env.JWT_KEY ?? ''));
const authenticate = expressjwt({ secret, algorithms: ['HS256'], issuer: 'latchkey', audience: 'latchkey' });
const app = ticketsApp([authenticate], (req, res) => answer(res, (req as JwtRequest).auth?.sub ?? ''));
const refuse: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) next(error);
  else res.sendStatus(401);
};
app.use(refuse);

await serveToParent(app, { Authorization: `Bearer ${credentialMaker(process.env).token()}` });
