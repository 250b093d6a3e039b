import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import request from 'supertest';
import { close } from '../../src/index';
import { sessionCookie } from '../../src/testing';
import { expressMajor } from '../support/express';
import { applySection } from '../support/migrating-page';
import { expectProblem, expectRefused } from '../support/problems';
import { asCookie, base64url, SECRET } from '../support/tokens';

// Not a mock: it changes the import, as docs/migrating.md says, and nothing else in the service.
jest.mock('@course/common', () => jest.requireActual('../../src/index'), { virtual: true });

/** The service as it was, and as it is once it has moved to Express 5. */
const file = expressMajor === 4 ? 'app' : 'app-express-5';
const { app } = jest.requireActual<{ app: Express }>(`../fixtures/course-service/${file}`);

const ada = { id: 'ada', email: 'ada@example.com' };
const opera = { show: 'Opera', seats: 2 };

describe.each([
  ['__Host-session', {}],
  // The name that the service's own cookie-session has too.
  ['session', { COOKIE_SECURE: 'false' }],
])('a course-style service with the cookie %s', (name, env) => {
  beforeEach(() => void Object.assign(process.env, { JWT_KEY: SECRET, ...env }));
  afterEach(async () => {
    delete process.env.COOKIE_SECURE;
    await close();
  });

  const book = (body: object) =>
    request(app).post('/api/bookings').set('Cookie', sessionCookie(ada)).send(body);

  it('lets in the person whom the session cookie names', async () => {
    expect(sessionCookie(ada)).toMatch(new RegExp(`^${name}=`));
    const response = await book(opera).expect(201);
    expect(response.body).toEqual({ ...opera, userId: 'ada' });
    // Its own cookie-session neither writes the cookie nor clears it.
    expect(response.headers).not.toHaveProperty('set-cookie');
  });

  it('knows the user where nobody has to be signed in', async () => {
    const known = await request(app).get('/api/shows/opera').set('Cookie', sessionCookie(ada)).expect(200);
    expect(known.body).toEqual({ id: 'opera', viewer: 'ada@example.com' });
    const unknown = await request(app).get('/api/shows/opera').expect(200);
    expect(unknown.body).toEqual({ id: 'opera' });
  });

  it('answers 401 to a person who is not signed in', async () => {
    const response = await request(app).post('/api/bookings').send(opera);
    expectRefused(response, 'token_missing');
    expect(response.body).toHaveProperty('errors', [{ message: expect.any(String) }]);
  });

  it('answers 401, and no 5xx, to a cookie that the course-style auth service signed with the same key', async () => {
    const payload = base64url(JSON.stringify({ ...ada, iat: Math.floor(Date.now() / 1000) }));
    const input = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${payload}`;
    const jwt = `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
    const response = await request(app).post('/api/bookings').set('Cookie', asCookie(jwt, name)).send(opera);
    expectRefused(response, 'token_invalid');
  });

  it('answers 400 with the message and the field of each fault', async () => {
    const response = await book({ seats: 0 });
    expectProblem(response, 400, 'validation_failed');
    expect(response.body).toHaveProperty('errors', [
      { message: 'Name a show', field: 'show' },
      { message: 'Book at least one seat', field: 'seats' },
    ]);
  });

  it('answers with its own error class', async () => {
    const response = await book({ ...opera, seats: 11 });
    expectProblem(response, 409, 'conflict');
    expect(response.body).toHaveProperty('errors', [{ message: 'Only 10 seats are left', field: 'seats' }]);
  });

  it('answers with the error classes of the library', async () => {
    const cancelled = await book({ ...opera, show: 'cancelled' });
    expectProblem(cancelled, 400, 'bad_request');
    expect(cancelled.body).toHaveProperty('errors', [{ message: 'The show is cancelled' }]);
    expectProblem(await request(app).get('/api/shows/unknown'), 404, 'not_found');

    expectProblem(await request(app).get('/api/shows/offline'), 503, 'unavailable');
  });

  it.each(['/', '/api/nowhere', '/api/bookings/7'])(
    'answers 404 where there is nothing: %s',
    async (path) => {
      expectProblem(await request(app).get(path), 404, 'not_found');
      expectProblem(await request(app).delete(path), 404, 'not_found');
    },
  );
});

it('the section on Express 5 makes the one app of the other', async () => {
  const service = join(__dirname, '../fixtures/course-service');
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-express-5-'));
  const app = join(folder, 'app.ts');
  await copyFile(join(service, 'app.ts'), app);
  await applySection('Express 5', app);
  expect(await readFile(app, 'utf8')).toBe(await readFile(join(service, 'app-express-5.ts'), 'utf8'));
  await rm(folder, { recursive: true });
});
