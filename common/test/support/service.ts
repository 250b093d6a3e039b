import type { Express } from 'express';
import { createAuthentication, errorHandler, type AuthenticationOptions } from '../../src/index';
import { express } from './express';
import { SECRET } from './tokens';

export interface Service {
  readonly app: Express;
  /** How often a protected handler has run. */
  readonly reached: () => number;
}

/**
 * A service as a reader of the README would write it: `/me` tells who one is, `/tickets` is for those who are signed
 * in, `/admin` for administrators.
 */
export function ticketService(options: Partial<AuthenticationOptions> = {}): Service {
  const { currentUser, requireAuth, requireRole } = createAuthentication({ jwtKey: SECRET, ...options });
  let reached = 0;
  const handler: express.RequestHandler = (req, res) => {
    reached += 1;
    res.json({ user: req.currentUser });
  };
  const app = express();
  app.get('/me', currentUser, (req, res) => void res.json({ user: req.currentUser ?? null }));
  app.all('/tickets', requireAuth, handler);
  app.all('/admin', requireRole('admin'), handler);
  app.use(errorHandler);
  return { app, reached: () => reached };
}
