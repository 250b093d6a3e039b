import { type CurrentUser } from '@latchkey/common';
import { type RequestHandler } from 'express';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../route.js';
import { credentialMaker } from '../tokens.js';

/** Way 1 of the design: each request asks the auth service (here the stand-in at AUTH_URL) over a kept connection. */
const currentUserUrl = `${process.env.AUTH_URL}/api/users/currentuser`;

const askAuth: RequestHandler = async (req, res, next) => {
  const reply = await fetch(currentUserUrl, { headers: { Cookie: req.headers.cookie ?? '' } });
  const { currentUser } = (await reply.json()) as { currentUser: CurrentUser | null };
  if (!currentUser) {
    res.sendStatus(401);
    return;
  }
  req.currentUser = currentUser;
  next();
};

await serveToParent(
  ticketsApp([askAuth], (req, res) => answer(res, req.currentUser?.id ?? '')),
  { Cookie: await credentialMaker(process.env).cookie() },
);
