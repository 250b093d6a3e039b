import cookieSession from 'cookie-session';
import { type RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp, USER } from '../route.js';

/**
 * The hand-written stack that microservice courses teach: cookie-session on every service, and a `currentUser` that
 * gives jsonwebtoken the secret as a string. Only `secure` differs, for plain http.
 */
const secret = process.env.JWT_KEY ?? '';

interface WithPayload {
  currentUser?: { id: string };
}

const currentUser: RequestHandler = (req, _res, next) => {
  const token = (req.session as { jwt?: string } | null | undefined)?.jwt;
  if (token === undefined) return next();
  try {
    (req as WithPayload).currentUser = jwt.verify(token, secret) as { id: string };
  } catch {
    // The course ignores a bad token: requireAuth refuses.
  }
  next();
};

const requireAuth: RequestHandler = (req, res, next) => {
  if (!(req as WithPayload).currentUser) res.status(401).json({ errors: [{ message: 'Not authorized' }] });
  else next();
};

const app = ticketsApp(
  [cookieSession({ signed: false, secure: false }), currentUser, requireAuth],
  (req, res) => answer(res, (req as WithPayload).currentUser?.id ?? ''),
);

const session = { jwt: jwt.sign({ id: USER.id, email: USER.email }, secret) };
await serveToParent(app, { Cookie: `session=${Buffer.from(JSON.stringify(session)).toString('base64')}` });
