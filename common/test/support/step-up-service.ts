import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createClient, type OnStepUp, type StepUpRequirement } from '../../src/client';
import { createAuthentication, errorHandler, StepUpRequiredError } from '../../src/index';
import { express } from './express';
import { asBearer, SECRET, token } from './tokens';

const now = () => Math.floor(Date.now() / 1000);
const OLD = token({ auth_time: now() - 3600, acr: 'aal1' });
/** The access token of a session after a step-up. */
export const FRESH = token({ auth_time: now(), acr: 'aal1' });
/** The access token of a session after a step-up with a second factor. */
export const TWO_FACTORS = token({ auth_time: now(), acr: 'aal2' });

/** A service that asks for a step-up, and routes in the place of the auth service's that do. */
export async function stepUpService() {
  const { requireStepUp } = createAuthentication({ jwtKey: SECRET });
  const fresh = requireStepUp({ maxAge: '10m' });
  const app = express();
  app.use(express.json());
  const echo: express.RequestHandler = (req, res) => void res.status(201).json(req.body ?? {});
  app.post('/payouts', fresh, echo);
  app.post('/keys', requireStepUp({ acr: 'aal2' }), echo);
  app.delete('/api/users/sessions', fresh, echo);
  app.all('/api/users/authentication', () => {
    throw new StepUpRequiredError({ maxAge: 600 });
  });
  app.post('/elsewhere', (req, res) => {
    const challenge = 'Bearer realm="x", error="insufficient_user_authentication", max_age="60"';
    if (req.headers.authorization === asBearer(OLD)) res.setHeader('WWW-Authenticate', challenge).status(401);
    res.end('text');
  });
  app.use(errorHandler);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close().closeAllConnections(),
  };
}

/**
 * A browser whose session is old, and whose user steps up as a test says.
 * @param late what an answer to a path with `late` in it waits for
 */
export function browserAt(baseUrl: string, onStepUp?: OnStepUp, late?: Promise<void>) {
  const session = { token: OLD };
  const sent: string[] = [];
  const answered: number[] = [];
  const asked: StepUpRequirement[] = [];
  const client = createClient({
    baseUrl,
    fetch: async (url, init) => {
      sent.push(`${init?.method} ${new URL(url).pathname}`);
      const headers = new Headers(init?.headers);
      headers.set('Authorization', asBearer(session.token));
      const response = await fetch(url, { ...init, headers });
      if ((url as string).includes('late')) await late;
      answered.push(response.status);
      return response;
    },
    onStepUp: async (requirement) => {
      asked.push(requirement);
      await (onStepUp?.(requirement) ?? (session.token = requirement.acr ? TWO_FACTORS : FRESH));
    },
  });
  const post = (path: string, init: RequestInit = {}) => client.fetch(path, { method: 'POST', ...init });
  return { client, post, session, sent, answered, asked };
}
