import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { pinoHttp } from 'pino-http';
import request from 'supertest';
import { errorHandler, NotFoundError } from '../../src/index';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';

const printed = jest.spyOn(console, 'error');
beforeEach(() => void printed.mockReset().mockImplementation(() => undefined));
afterEach(() => void printed.mockReset());

/** An app whose `/` does what is asked of it. */
function appThat(handler: express.RequestHandler) {
  return express()
    .use(express.json({ limit: '16kb' }))
    .all('/', handler)
    .get('/items/:id', (_req, res) => void res.end())
    .use(errorHandler);
}

const rejecting = (error: unknown) =>
  appThat(async () => {
    await Promise.resolve();
    throw error; // of any type: JavaScript lets one throw whatever one likes
  });

describe('a failure that nobody foresaw', () => {
  const secret = 'connect ECONNREFUSED mongodb://root:hunter2@db';
  const unforeseen = Object.assign(new Error(secret), { code: 'E_SECRET', errors: [{ message: secret }] });

  it.each([
    ['an Error', unforeseen],
    ['a string', secret],
    ['a plain object', { message: secret, statusCode: 400 }],
    ['an error that says 500', Object.assign(new Error(secret), { status: 500, expose: true })],
    ['an error that says 200', Object.assign(new Error(secret), { status: 200 })],
    ['an error whose status is no number', Object.assign(new Error(secret), { status: '404' })],
    // What axios and superagent throw when a service that we asked says 404: not the fault of the client that asked us.
    ['an error with a status of its own', Object.assign(new Error(secret), { status: 401 })],
    ['one with an impossible status', Object.assign(new Error(secret), { status: 404.5, expose: true })],
    ['an upstream 404', Object.assign(new Error(secret), { status: 404, response: { status: 404 } })],
  ])('is 500, logged, and told to nobody: %s', async (_name, error) => {
    const response = await request(rejecting(error)).get('/');
    expectProblem(response, 500, 'internal_error');
    expect(JSON.stringify([response.body, response.headers])).not.toMatch(/hunter2|E_SECRET|stack/);
    expect(printed).toHaveBeenCalledTimes(1);
    expect(printed).toHaveBeenCalledWith(error);
  });

  it('is logged by pino-http where the service has it, and not to the console', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => (lines.push(String(chunk)), done()),
    });
    const app = express().use(pinoHttp({ autoLogging: false }, stream));
    app.get('/', () => {
      throw unforeseen;
    });
    app.use(errorHandler);
    expectProblem(await request(app).get('/'), 500, 'internal_error');
    const [line] = lines.map((text) => JSON.parse(text) as unknown);
    expect(line).toMatchObject({ level: 50, msg: 'request failed', err: { message: secret } });
    expect(lines).toHaveLength(1);
    expect(printed).not.toHaveBeenCalled();
  });
});

describe('a failure of the caller', () => {
  const post = (body: string, type = 'application/json') =>
    request(appThat((_req, res) => void res.end()))
      .post('/')
      .set('Content-Type', type)
      .send(body);

  it.each([
    ['a body that is no JSON', () => post('{"password": "hunter2"'), 400, 'malformed_json'],
    ['a body that is too large', () => post(JSON.stringify('x'.repeat(17_000))), 413, 'payload_too_large'],
    [
      'a charset that is not read',
      () => post('{}', 'application/json; charset=x'),
      415,
      'unsupported_media_type',
    ],
    [
      'an encoding that is not read',
      () => post('{}').set('Content-Encoding', 'rot13'),
      415,
      'unsupported_media_type',
    ],
    ['a broken escape in the path', () => request(rejecting(1)).get('/items/%E0%A4%A'), 400, 'bad_request'],
    [
      'a file that is not there',
      () => request(appThat((_req, res) => void res.sendFile('/hunter2'))).get('/'),
      404,
      'not_found',
    ],
    ['an error class', () => request(rejecting(new NotFoundError())).get('/'), 404, 'not_found'],
  ])('is told and not logged: %s', async (_name, send, status, code) => {
    const response = await send();
    expectProblem(response, status, code);
    expect(response.text).not.toContain('hunter2');
    expect(printed).not.toHaveBeenCalled();
  });
});

describe('an async handler', () => {
  it('may reject: the rejection is answered', async () => {
    const response = await request(rejecting(new NotFoundError('No ticket'))).get('/');
    expectProblem(response, 404, 'not_found');
    expect(response.body).toHaveProperty('errors', [{ message: 'No ticket' }]);
  });

  it('may reject after it has begun to answer: logged, and left to Express, which ends the connection', async () => {
    const error = new Error('the stream broke');
    const leftToExpress: unknown[] = [];
    const app = appThat(async (_req, res) => {
      res.status(200).write('half of ');
      await Promise.reject(error);
    });
    app.use(((failure, _req, _res, next) => {
      leftToExpress.push(failure);
      next(failure);
    }) as express.ErrorRequestHandler);
    await expect(request(app).get('/')).rejects.toThrow(/aborted|hang up/);
    expect(printed).toHaveBeenCalledWith(error);
    expect(leftToExpress).toEqual([error]);
  });
});
