import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, errorHandler, type CurrentUser } from '../../src/index';
import type { AccessTokenClaims } from '../../src/token/claims';
import { createVerifiedTokens } from '../../src/token/verified-tokens';
import { incoming } from '../support/incoming';
import { express } from '../support/express';
import { asCookie, claimsSet, SECRET, token } from '../support/tokens';

/** The documented bound, written out: the memory must not grow by accident. */
const MAX_TOKENS = 10_000;

describe('the memory of verified tokens', () => {
  const claimsOf = (sub: string) => claimsSet({ sub }) as unknown as AccessTokenClaims;

  it('is bounded: one token too many, and the least recently used is forgotten', () => {
    const tokens = createVerifiedTokens();
    for (let i = 0; i < MAX_TOKENS; i += 1) tokens.add(`token ${i}`, claimsOf(`user ${i}`));
    expect(tokens.get('token 0')?.user.id).toBe('user 0'); // and now token 1 is the least recently used
    tokens.add('one too many', claimsOf('one'));
    expect(tokens.get('token 1')).toBeUndefined();
    expect(tokens.get('token 0')?.user.id).toBe('user 0');
  });

  it('does not remember failures, so that a flood of them pushes nobody out', async () => {
    const { authenticate } = createAuthentication({ jwtKey: SECRET });
    const cookie = asCookie(token());
    const { user } = await authenticate(incoming({ cookie }));
    for (let i = 0; i < 2 * MAX_TOKENS; i += 1)
      expect((await authenticate(incoming({ cookie: asCookie(`bad ${i}`) }))).failure).toBe('token_invalid');
    // Only what was remembered is the same object.
    expect((await authenticate(incoming({ cookie }))).user).toBe(user);
  });

  it('keeps the value, not the Cookie header that it came in', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heap = () => (collectGarbage(), process.memoryUsage().heapUsed);
    const { authenticate } = createAuthentication({ jwtKey: SECRET });
    const analytics = 'x'.repeat(16_000);
    const authenticateNext = () => {
      // As node:http makes a header: one string of its own, not a rope of the parts.
      const cookie = Buffer.from(`${asCookie(token())}; analytics=${analytics}`).toString('latin1');
      return authenticate(incoming({ cookie }));
    };

    const before = heap();
    for (let i = 0; i < 2000; i += 1) await authenticateNext();
    // 32 MB of headers came by; the tokens themselves and what they say are about 3 MB.
    expect(heap() - before).toBeLessThan(12e6);
    expect((await authenticateNext()).user?.id).toBe('ada'); // and the memory is still there to be measured
  });

  it('stands before the verification of both kinds of credentials', async () => {
    const { authenticate } = createAuthentication({ jwtKey: SECRET });
    const jwt = token();
    for (const headers of [{ cookie: asCookie(jwt) }, { authorization: `Bearer ${jwt}` }]) {
      // Two requests: only what was remembered is the same object.
      const [first, second] = await Promise.all([0, 1].map(() => authenticate(incoming(headers))));
      expect(first?.user?.id).toBe('ada');
      expect(second?.user).toBe(first?.user);
    }
  });
});

describe('what a handler does to req.currentUser', () => {
  const attacks: Record<string, (user: { roles: string[]; id: string }) => void> = {
    'changing the id': (user) => {
      user.id = 'root';
    },
    'adding a role': (user) => {
      user.roles.push('admin');
    },
    'replacing the roles': (user) => {
      user.roles = ['admin'];
    },
  };

  const { authenticate, currentUser, requireRole } = createAuthentication({ jwtKey: SECRET });
  const app = express();
  app.get('/attack/:name', currentUser, (req, res) => {
    const attack = attacks[String(req.params.name)];
    expect(() => attack?.(req.currentUser as never)).toThrow(TypeError);
    res.end();
  });
  app.get('/replace', currentUser, (req, res) => {
    req.currentUser = { id: 'root', email: '', roles: ['admin'] };
    res.end();
  });
  app.get('/me', currentUser, (req, res) => void res.json(req.currentUser));
  app.get('/admin', requireRole('admin'), (_req, res) => void res.end());
  app.use(errorHandler);

  const ada: CurrentUser = { id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] };

  it.each(['replace', ...Object.keys(attacks).map((name) => `attack/${name}`)])(
    'does not reach the next request: %s',
    async (path) => {
      const cookie = asCookie(token());
      await request(app)
        .get(`/${encodeURI(path)}`)
        .set('Cookie', cookie)
        .expect(200);
      expect((await request(app).get('/me').set('Cookie', cookie)).body).toEqual(ada);
      await request(app).get('/admin').set('Cookie', cookie).expect(403);
    },
  );

  it('does not reach the claims either', async () => {
    const { claims } = await authenticate(incoming({ cookie: asCookie(token()) }));
    expect(Object.isFrozen(claims)).toBe(true);
    expect(Object.isFrozen(claims?.roles)).toBe(true);
  });
});
