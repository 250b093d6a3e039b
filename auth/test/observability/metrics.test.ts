import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUp } from '../support/people';
import { until } from '../support/until';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});

beforeEach(() => auth.metrics.registry.resetMetrics());
afterAll(() => auth.stop());

/** What was counted, as `METHOD route status: count`. */
async function counted(): Promise<string[]> {
  const text = await auth.metrics.registry.metrics();
  const lines = text.matchAll(
    /^latchkey_http_request_duration_seconds_count\{method="(.*)",route="(.*)",status="(.*)"\} (\d+)$/gm,
  );
  return [...lines].map(([, method, route, status, count]) => `${method} ${route} ${status}: ${count}`);
}

/** Answers are counted when they have left, which can be after they arrived. */
async function expectCounted(...lines: string[]): Promise<void> {
  await until(`counted is ${lines.join(', ')}`, async () => (await counted()).length >= lines.length);
  expect((await counted()).sort()).toEqual(lines.sort());
}

describe('the duration of requests', () => {
  it('is counted by method, route and status', async () => {
    const { browser } = await signUp(auth);
    await browser.get('/api/users/currentuser').expect(200);
    await browser.get('/api/users/currentuser').expect(200);
    await auth.request().post('/api/users/refresh').expect(401);
    await expectCounted('POST /signup 201: 1', 'GET /currentuser 200: 2', 'POST /refresh 401: 1');
  });

  it('has the pattern of a route and not the path, which callers choose', async () => {
    const { browser } = await signUp(auth);
    for (const id of ['one', 'two', 'three']) await browser.delete(`/api/users/sessions/${id}`).expect(404);
    await expectCounted('POST /signup 201: 1', 'DELETE /sessions/:id 404: 3');
  });

  it('counts all paths that are no route as one', async () => {
    for (const path of [
      '/a',
      '/b"}',
      '/api/users/c/d',
      '/api/users/signin/d',
      '/%E0%A4%A',
      '/api/users/docs/e',
    ]) {
      await auth.request().get(path);
    }
    const labels = (await counted()).map((line) => line.split(' ')[1]);
    expect(new Set(labels)).toEqual(new Set(['unknown']));
  });

  it('counts what is refused before it reaches a route as unknown, too', async () => {
    await auth.request().post('/api/users/refresh').set('Sec-Fetch-Site', 'cross-site').expect(403);
    await auth.request().post('/api/users/refresh').type('json').send('{').expect(400);
    await expectCounted('POST unknown 403: 1', 'POST unknown 400: 1');
  });
});
