import { createAuthentication, errorHandler } from '@latchkey/common';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../route.js';

/** Way 1 of the design as the library has it: the token is verified here, and then asked about at AUTH_URL. */
const { JWT_KEY = '', INTERNAL_TOKEN = '', AUTH_URL, AUTH_COOKIE } = process.env;

const { requireActive } = createAuthentication({
  jwtKey: JWT_KEY,
  introspection: { url: `${AUTH_URL}/introspect`, token: INTERNAL_TOKEN },
});
const app = ticketsApp([requireActive], (req, res) => answer(res, req.currentUser?.id ?? ''));
app.use(errorHandler);

await serveToParent(app, { Cookie: AUTH_COOKIE });
