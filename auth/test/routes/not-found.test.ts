import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { setCookies } from '../support/cookies';
import { send, signUpDevice } from '../support/devices';
import { expectProblem } from '../support/problems';

describe('what is not there', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it.each([
    ['get', '/'],
    ['get', '/favicon.ico'],
    ['get', '/api'],
    ['post', '/api/users'],
    ['get', '/api/users/me'],
    ['get', '/api/users/some-id'],
    ['put', '/api/users/some-id/ban'],
    ['put', '/api/users/audit/roles'],
    ['get', '/api/users/0123456789abcdef01234567/ban'],
    ['get', '/api/users/nothing'],
    ['post', '/api/users/nothing'],
    ['get', '/api/users/signup'],
    ['put', '/api/users/signup'],
    ['patch', '/api/users/signup'],
    ['delete', '/api/users/signup'],
    ['get', '/api/users/signin'],
    ['get', '/api/users/signout'],
    ['post', '/api/users/currentuser'],
    ['delete', '/api/users/refresh'],
    ['get', '/api/users/password'],
    ['post', '/api/users/sessions'],
    ['get', '/api/users/sessions/some-id'],
    ['post', '/api/users/docs'],
    ['get', '/api/users/signup/more'],
    ['get', '/api//users/currentuser'],
    ['get', '/__proto__'],
    ['get', '/api/users/constructor'],
    // On the internal port only.
    ['get', '/metrics'],
    ['get', '/healthz'],
    ['get', '/readyz'],
  ] as const)('%s %s: 404', async (method, path) => {
    expectProblem(await auth.request()[method](path), 404, 'not_found');
  });

  it('is a 404 to HEAD, too, without a body', async () => {
    const response = await auth.request().head('/api/users/nothing').expect(404);
    expect(response.type).toBe('application/problem+json');
    expect(response.text).toBeUndefined();
    await auth.request().head('/api/users/signin').expect(404);
  });

  it('does not sign anybody out', async () => {
    const device = await signUpDevice(auth);
    expect(setCookies(await send(auth, 'get', 'nothing', device).expect(404))).toEqual([]);
  });

  it('is a bad request where the path can not be read', async () => {
    expectProblem(await auth.request().delete('/api/users/sessions/%'), 400, 'bad_request');
  });
});
