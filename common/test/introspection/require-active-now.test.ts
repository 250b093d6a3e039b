import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, errorHandler } from '../../src/index';
import { active, claims, CREDENTIAL, jwt, useAskingService } from '../support/asking-service';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';
import { asBearer, SECRET } from '../support/tokens';

const { world } = useAskingService();
const now = () => Math.floor(Date.now() / 1000);

/** A service whose routes judge after the auth service was asked, and one that judges before. */
function judging() {
  const introspection = { url: world.auth.url, token: CREDENTIAL };
  const { authenticate, currentUser, requireActive, requireRole, requireStepUp, requireVerifiedEmail } =
    createAuthentication({ jwtKey: SECRET, introspection });
  const app = express();
  const told: express.RequestHandler = (req, res) => void res.json(req.currentUser);
  app.get('/role', requireActive, requireRole('admin'), told);
  app.get('/fresh', requireActive, requireStepUp({ maxAge: '10m', acr: 'aal2' }), told);
  app.get('/verified', requireActive, requireVerifiedEmail, told);
  app.get('/user', requireActive, currentUser, told);
  app.get('/claims', requireActive, (req, res, next) => {
    authenticate(req).then(({ claims }) => res.json(claims), next);
  });
  app.get('/before', requireRole('admin'), requireActive, told);
  app.use(errorHandler);
  return (path: string) => request(app).get(path).set('Authorization', asBearer(jwt));
}

describe('what comes after requireActive', () => {
  it('judges the roles of this moment', async () => {
    const get = judging();
    world.auth.answer(active({ roles: ['admin'] }));
    expect((await get('/role').expect(200)).body).toMatchObject({ roles: ['admin'] });
    expect((await get('/user').expect(200)).body).toMatchObject({ roles: ['admin'] });
    expectProblem(await get('/before'), 403, 'forbidden');
    world.auth.answer(active({ roles: [] }));
    expectProblem(await get('/role'), 403, 'forbidden');
    world.auth.answer(active({ roles: [], roles_withheld: true }));
    expectProblem(await get('/role'), 401, 'insufficient_user_authentication');
  });

  it('judges what the session has proven by now', async () => {
    const get = judging();
    world.auth.answer(active({ auth_time: now(), amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' }));
    await get('/fresh').expect(200);
    world.auth.answer(active({ auth_time: now(), amr: ['pwd'], acr: 'aal1' }));
    const refused = await get('/fresh');
    expectProblem(refused, 401, 'insufficient_user_authentication');
    expect(refused.headers['www-authenticate']).toContain('max_age=600, acr_values="aal2"');
    world.auth.answer(active({ auth_time: now() - 700, acr: 'aal2' }));
    expectProblem(await get('/fresh'), 401, 'insufficient_user_authentication');
  });

  it('judges the email of this moment', async () => {
    const get = judging();
    world.auth.answer(active({ email: 'ada@new.example', email_verified: true }));
    expect((await get('/verified').expect(200)).body).toMatchObject({ email: 'ada@new.example' });
    world.auth.answer(active({ email_verified: false }));
    expectProblem(await get('/verified'), 403, 'email_not_verified');
  });

  it('knows the token, as an older auth service answers it, and no more', async () => {
    const get = judging();
    world.auth.answer(active({ token_type: 'Bearer' }));
    expect((await get('/claims').expect(200)).body).toEqual(claims);
    expectProblem(await get('/fresh'), 401, 'insufficient_user_authentication');
  });

  it.each([{ roles: 'admin' }, { roles: undefined }, { acr: 2 }, { gen: null }])(
    'gets no answer that is none: %j',
    async (changes) => {
      const get = judging();
      world.auth.answer(active(changes));
      expectProblem(await get('/role'), 503, 'unavailable');
    },
  );
});
