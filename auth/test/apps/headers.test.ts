import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';
import { withAuth } from '../support/with-auth';

const answers = [
  ['a sign-up', 201, 'post', '/api/users/signup'],
  ['a refusal', 400, 'post', '/api/users/signin'],
  ['a page', 200, 'get', '/api/users/docs'],
  ['a file of it', 200, 'get', '/api/users/docs/swagger-ui.css'],
  ['nobody', 200, 'get', '/api/users/currentuser'],
  ['nothing', 404, 'get', '/api/users/nothing-here'],
  ['nothing, in capitals', 404, 'get', '/API/USERS/nothing-here'],
] as const;

describe('the headers of every answer', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it.each(answers)('keep %s (%i) out of caches and frames', async (_what, status, method, path) => {
    const body = status === 201 ? { email: newEmail(), password: PASSWORD } : {};
    const request = auth.request()[method](path);
    const { headers } = await (method === 'post' ? request.send(body) : request).expect(status);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('do not send browsers to TLS where there is none', async () => {
    const { headers } = await auth.request().get('/api/users/currentuser');
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it('do so where the cookies are secure', async () => {
    const { headers } = await withAuth({ COOKIE_SECURE: 'true' }, async (secure) =>
      secure.request().get('/api/users/currentuser'),
    );
    expect(headers).toMatchObject({ 'strict-transport-security': expect.stringContaining('max-age=') });
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests');
  });

  it("repeat the caller's X-Request-Id when it has a plain form, and only then", async () => {
    const idFor = async (given: string) => {
      const { headers } = await auth.request().get('/api/users/currentuser').set('X-Request-Id', given);
      return headers['x-request-id'];
    };
    expect(await idFor('abc_DEF-123')).toBe('abc_DEF-123');
    for (const odd of ['', 'a b', '"quoted"', 'x'.repeat(65), '{"a":1}', 'ü']) {
      expect(await idFor(odd)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
