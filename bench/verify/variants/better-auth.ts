import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { fromNodeHeaders } from 'better-auth/node';
import { type RequestHandler } from 'express';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp, USER } from '../route.js';

/** better-auth's getSession over its in-memory adapter; with COOKIE_CACHE=true it trusts a signed cookie instead. */
const auth = betterAuth({
  baseURL: 'http://127.0.0.1',
  secret: process.env.JWT_KEY ?? '',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  session: { cookieCache: { enabled: process.env.COOKIE_CACHE === 'true', maxAge: 900 } },
  telemetry: { enabled: false },
});

const signUp = await auth.api.signUpEmail({
  body: { email: USER.email, password: 'correct horse battery', name: 'Someone' },
  asResponse: true,
});
const cookies = signUp.headers.getSetCookie().map((line) => line.split(';', 1)[0]);

const requireSession: RequestHandler = async (req, res, next) => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
  if (!session) {
    res.sendStatus(401);
    return;
  }
  res.locals.userId = session.user.id;
  next();
};

await serveToParent(
  ticketsApp([requireSession], (_req, res) => answer(res, String(res.locals.userId))),
  { Cookie: cookies.join('; ') },
);
