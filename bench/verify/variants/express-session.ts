import { createHmac } from 'node:crypto';
import session, { MemoryStore } from 'express-session';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp, USER } from '../route.js';

declare module 'express-session' {
  interface SessionData {
    userId: string;
  }
}

/** express-session with its store in memory: what a session costs when looking it up costs nothing. */
const secret = process.env.JWT_KEY ?? '';
const store = new MemoryStore();
const id = 'one-signed-in-session';
store.set(id, { cookie: { originalMaxAge: null }, userId: USER.id });

const app = ticketsApp(
  [
    session({ secret, store, resave: false, saveUninitialized: false }),
    (req, res, next) => {
      if (req.session.userId === undefined) res.sendStatus(401);
      else next();
    },
  ],
  (req, res) => answer(res, req.session.userId ?? ''),
);

// The cookie as express-session signs it, so that the bench needs no sign-in route.
const signature = createHmac('sha256', secret).update(id).digest('base64').split('=', 1)[0];
await serveToParent(app, { Cookie: `connect.sid=${encodeURIComponent(`s:${id}.${signature}`)}` });
