import { setTimeout as sleep } from 'node:timers/promises';
import {
  createAuthentication,
  errorHandler,
  followRevocations,
  type AuthenticationMiddleware,
  type FollowedRevocations,
  type RevocableClaims,
} from '@latchkey/common';
import express from 'express';
import { serveToParent } from '../../lib/served.js';
import { answer, ROUTE } from '../../verify/route.js';
import { now } from '../clock.js';
import { type Refusals } from './services.js';

const CONNECT_MS = 15_000;
const POLL_MS = 20;

/**
 * A service on the library. Besides the route it has what the bench needs: which feed it follows, and when its list
 * first refused somebody, by its own clock, so that nobody has to ask it again and again meanwhile.
 */
let followed: FollowedRevocations | undefined;
let authentication: AuthenticationMiddleware | undefined;
let refusals: Refusals = {};

const app = express();
app.get(
  ROUTE,
  (req, res, next) => authentication!.requireAuth(req, res, next),
  (req, res) => answer(res, req.currentUser!.id),
);

app.put('/feed', express.json(), async (req, res) => {
  await followed?.close();
  const { url } = req.body as { url: string };
  followed = followRevocations({ url });
  authentication = createAuthentication({
    jwtKey: process.env.JWT_KEY!,
    cookieSecure: false,
    revocations: followed,
  });
  await followed.ready();
  // The list is complete a little before its stream tells something newer.
  const last = now() + CONNECT_MS;
  while (!followed.status().connected && now() < last) await sleep(POLL_MS);
  res.sendStatus(followed.status().connected ? 204 : 503);
});

app.delete('/feed', async (_req, res) => {
  await followed?.close();
  followed = undefined;
  res.sendStatus(204);
});

app.put('/watched', express.json({ limit: '1mb' }), (req, res) => {
  const watched = (refusals = {} as Record<string, number>);
  for (const claims of req.body as RevocableClaims[]) {
    followed!.watch(claims, () => (watched[claims.sub] = now()));
  }
  res.sendStatus(204);
});

app.get('/refusals', (_req, res) => {
  res.send(refusals);
});

app.use(errorHandler);
await serveToParent(app);
