import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  close,
  ConfigurationError,
  createAuthentication,
  errorHandler,
  requireStepUp,
  requireVerifiedEmail,
  type StepUpOptions,
} from '../../src/index';
import { express } from '../support/express';
import { expectProblem, expectRefused } from '../support/problems';
import { asCookie, SECRET, token } from '../support/tokens';

const now = () => Math.floor(Date.now() / 1000);

/** Asks a service with one protected route. */
function ask(protection: express.RequestHandler, claims?: Record<string, unknown>) {
  const app = express();
  app.get('/', protection, (req, res) => void res.json(req.currentUser));
  app.use(errorHandler);
  const asked = request(app).get('/');
  return claims ? asked.set('Cookie', asCookie(token(claims))) : asked;
}

describe('requireStepUp', () => {
  const { requireStepUp: requireIt } = createAuthentication({ jwtKey: SECRET });
  const challenge = (parameters: string) => `Bearer error="insufficient_user_authentication", ${parameters}`;

  it.each<[string, StepUpOptions, Record<string, unknown>]>([
    ['a fresh proof', { maxAge: '10m' }, { auth_time: now() - 590 }],
    ['one at the tolerance of clocks', { maxAge: '10m' }, { auth_time: now() - 603 }],
    ['one from a clock ahead of ours', { maxAge: '10m' }, { auth_time: now() + 60 }],
    ['a second factor, whenever', { acr: 'aal2' }, { auth_time: 1, acr: 'aal2' }],
    ['a fresh proof with a second factor', { maxAge: '1m', acr: 'aal2' }, { auth_time: now(), acr: 'aal2' }],
  ])('lets through %s', async (_what, options, claims) => {
    expect((await ask(requireIt(options), claims).expect(200)).body).toMatchObject({ id: 'ada' });
  });

  it.each<[string, StepUpOptions, Record<string, unknown>, string]>([
    ['an old proof', { maxAge: '10m' }, { auth_time: now() - 610 }, 'max_age=600'],
    ['a token that tells no time', { maxAge: '10m' }, { acr: 'aal2' }, 'max_age=600'],
    ['a proof by one factor', { acr: 'aal2' }, { auth_time: now(), acr: 'aal1' }, 'acr_values="aal2"'],
    ['a token that tells no class', { acr: 'aal2' }, { auth_time: now() }, 'acr_values="aal2"'],
    ['a class of a later release', { acr: 'aal2' }, { auth_time: now(), acr: 'aal3' }, 'acr_values="aal2"'],
    [
      'an old proof with a second factor',
      { maxAge: '5m', acr: 'aal2' },
      { auth_time: now() - 400, acr: 'aal2' },
      'max_age=300, acr_values="aal2"',
    ],
  ])('refuses %s, and says what it takes', async (_what, options, claims, parameters) => {
    const response = await ask(requireIt(options), claims);
    expectProblem(response, 401, 'insufficient_user_authentication');
    expect(response.headers['www-authenticate']).toBe(challenge(parameters));
  });

  it('refuses nobody as requireAuth does', async () => {
    expectRefused(await ask(requireIt({ maxAge: '10m' })), 'token_missing');
    expectRefused(
      await ask(requireIt({ maxAge: '10m' }), { auth_time: now(), exp: now() - 60 }),
      'token_expired',
    );
  });

  it.each<[StepUpOptions, RegExp]>([
    [{}, /needs maxAge or acr/],
    [{ maxAge: '10' }, /maxAge of requireStepUp must be a duration such as/],
  ])('does not take %j, and says so where it is written', (options, message) => {
    expect(() => requireIt(options)).toThrow(ConfigurationError);
    expect(() => requireStepUp(options)).toThrow(message);
  });
});

describe('requireRole', () => {
  const { requireRole: requireIt } = createAuthentication({ jwtKey: SECRET });
  const withheld = { roles: ['editor'], roles_withheld: true };

  it('asks for a second factor while roles are withheld', async () => {
    const response = await ask(requireIt('admin'), withheld);
    expectProblem(response, 401, 'insufficient_user_authentication');
    expect(response.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="aal2"',
    );
  });

  it('lets those with the role through, whatever else is withheld, and says so', async () => {
    const { body } = (await ask(requireIt('editor'), withheld).expect(200)) as { body: unknown };
    expect(body).toMatchObject({ roles: ['editor'], rolesWithheld: true });
  });

  it('refuses others, and says nothing of roles that are not withheld', async () => {
    expectProblem(await ask(requireIt('admin'), { roles_withheld: false }), 403, 'forbidden');
    expectProblem(await ask(requireIt('admin'), {}), 403, 'forbidden');
    const { body } = (await ask(requireIt('editor'), { roles: ['editor'], roles_withheld: false })) as {
      body: unknown;
    };
    expect(body).not.toHaveProperty('rolesWithheld');
  });
});

describe('requireVerifiedEmail', () => {
  const { requireVerifiedEmail: requireIt } = createAuthentication({ jwtKey: SECRET });

  it('lets those with a verified email through, and no others', async () => {
    await ask(requireIt, { email_verified: true }).expect(200);
    expectProblem(await ask(requireIt, { email_verified: false }), 403, 'email_not_verified');
    expectRefused(await ask(requireIt), 'token_missing');
  });

  it('has the token of an older auth service refreshed', async () => {
    expectRefused(await ask(requireIt, {}), 'token_expired');
  });
});

describe('both, from the environment', () => {
  afterEach(() => close());

  it('follow it', async () => {
    process.env.JWT_KEY = SECRET;
    await ask(requireStepUp({ maxAge: '10m' }), { auth_time: now() }).expect(200);
    expectProblem(
      await ask(requireStepUp({ maxAge: '10m' }), { auth_time: 1 }),
      401,
      'insufficient_user_authentication',
    );
    await ask(requireVerifiedEmail, { email_verified: true }).expect(200);
  });
});
