import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, errorHandler } from '../../src/index';
import { express } from '../support/express';
import { expectProblem, expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asCookie, SECRET, token } from '../support/tokens';

describe('requireAuth', () => {
  it('lets a signed-in user through and says who it is, without currentUser before it', async () => {
    const { app, reached } = ticketService();
    const response = await request(app).get('/tickets').set('Cookie', asCookie(token())).expect(200);
    expect(response.body).toEqual({
      user: { id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] },
    });
    expect(reached()).toBe(1);
  });

  it('does the same behind currentUser', async () => {
    const { currentUser, requireAuth } = createAuthentication({ jwtKey: SECRET });
    const app = express().use(currentUser);
    app.get('/', requireAuth, (req, res) => void res.json(req.currentUser));
    app.use(errorHandler);
    const response = await request(app).get('/').set('Cookie', asCookie(token())).expect(200);
    expect(response.body).toHaveProperty('id', 'ada');
    expectRefused(await request(app).get('/'), 'token_missing');
  });

  it('does not trust a req.currentUser that was set before it', async () => {
    const { requireAuth } = createAuthentication({ jwtKey: SECRET });
    const app = express();
    app.use((req, _res, next) => {
      req.currentUser = { id: 'root', email: '', roles: ['admin'] };
      next();
    });
    app.get('/', requireAuth, (req, res) => void res.json(req.currentUser));
    app.use(errorHandler);
    expectRefused(await request(app).get('/'), 'token_missing');
    expect((await request(app).get('/').set('Cookie', asCookie(token()))).body).toHaveProperty('id', 'ada');
  });

  it('judges for itself where two of them meet on one request', async () => {
    const ours = createAuthentication({ jwtKey: SECRET });
    const theirs = createAuthentication({ jwtKey: SECRET, audience: 'partners' });
    const app = express();
    app.get('/', ours.requireAuth, theirs.requireAuth, (_req, res) => void res.end());
    app.use(errorHandler);
    expectRefused(await request(app).get('/').set('Cookie', asCookie(token())), 'token_invalid');
  });
});

describe('requireRole', () => {
  const { app, reached } = ticketService();
  const asRoles = (...roles: string[]) =>
    request(app)
      .get('/admin')
      .set('Cookie', asCookie(token({ roles })));

  it('lets those with the role through', async () => {
    const response = await asRoles('editor', 'admin').expect(200);
    expect(response.body).toHaveProperty('user.roles', ['editor', 'admin']);
    expect(reached()).toBe(1);
  });

  it.each([[[]], [['editor']], [['Admin']], [['admin ']], [['admin:tickets', 'superadmin']]])(
    'refuses those without it: %j',
    async (roles: string[]) => {
      const response = await asRoles(...roles);
      expectProblem(response, 403, 'forbidden');
      expect(response.headers).not.toHaveProperty('www-authenticate');
      expect(response.body).toHaveProperty('errors', [{ message: 'This needs the role admin.' }]);
      expect(reached()).toBe(1);
    },
  );

  it('refuses nobody as requireAuth does', async () => {
    expectRefused(await request(app).get('/admin'), 'token_missing');
    expectRefused(await request(app).get('/admin').set('Cookie', asCookie('x')), 'token_invalid');
    expect(reached()).toBe(1);
  });
});
