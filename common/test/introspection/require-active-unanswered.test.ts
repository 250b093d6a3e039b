import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { active, claims, CREDENTIAL, json, jwt, pay, useAskingService } from '../support/asking-service';
import { introspectionServer } from '../support/introspection-server';
import { expectProblem } from '../support/problems';
import { asBearer } from '../support/tokens';

const { world, service } = useAskingService(1000);

function expectUnavailable(response: Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

describe('requireActive, to an answer that is none,', () => {
  it.each<[string, (res: ServerResponse) => void]>([
    ['does not come', () => undefined],
    ['is cut off', (res) => void res.destroy()],
    ['never ends', (res) => void res.writeHead(200).write('{"active":')],
    ['ends too early', (res) => void res.writeHead(200).end('{"active":true')],
    ['is empty', (res) => void res.writeHead(200).end()],
    ['is a page', (res) => void res.writeHead(200).end('<html>')],
    ['is null', json(null)],
    ['is a list', json([{ active: true }])],
    ['is a text', json('active')],
    ['says neither', json({})],
    ['says yes in a text', active({ active: 'true' })],
    ['says no in a text', json({ active: 'false' })],
    ['is about nothing', json({ active: true })],
    ['is about another token', active({ jti: 'another' })],
    ['is about another person', active({ sub: 'grace' })],
    ['is about another session', active({ sid: 'another' })],
    ['is a yes, but no 200', json({ active: true, ...claims }, 201)],
    ['is a refusal of the credential', json({ active: false }, 401)],
    ['is a 404', json({ active: false }, 404)],
    ['is a 503', json({ active: false }, 503)],
    ['is a yes in 20 KB', active({ padding: 'x'.repeat(20_000) })],
    ['sends elsewhere', (res) => void res.writeHead(307, { Location: world.auth.url }).end()],
  ])('is a 503 and not a 401 when it %s', async (_what, how) => {
    world.auth.answer(how);
    expectUnavailable(await pay(service()));
    expect(world.auth.asked).toHaveLength(1);
  });

  it('is a 503 when nobody listens', async () => {
    const gone = await introspectionServer();
    gone.stop();
    expectUnavailable(await pay(service({ introspection: { url: gone.url, token: CREDENTIAL } })));
  });

  it('is told in the log, without the token and the credential', async () => {
    world.auth.answer(json({}, 401));
    await pay(service());
    const text = world.printed.mock.calls
      .map(([error]) => `${String(error)} ${String((error as Error).cause)}`)
      .join();
    expect(text).toContain('the auth service answered 401');
    expect(text).not.toContain(CREDENTIAL);
    expect(text).not.toContain(jwt);
  });

  it('leaves the routes that do not ask alone', async () => {
    world.auth.answer(() => undefined);
    const app = service();
    const [asking, other] = await Promise.all([
      pay(app),
      request(app).get('/look').set('Authorization', asBearer(jwt)),
    ]);
    expectUnavailable(asking);
    expect(other.status).toBe(200);
  });
});
