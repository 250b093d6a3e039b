import { describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import {
  BadRequestError,
  CustomError,
  DatabaseConnectionError,
  errorHandler,
  ForbiddenError,
  NotAuthorizedError,
  NotFoundError,
  RequestValidationError,
  UnavailableError,
} from '../../src/index';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';

class TeapotError extends CustomError {
  readonly statusCode = 418;
  serializeErrors() {
    return [{ message: 'Short and stout', field: 'spout' }];
  }
}

class QuotaError extends TeapotError {
  override readonly code = 'quota_used_up';
  override readonly headers = { 'X-Quota': '0' };
}

const field = { type: 'field', location: 'body', path: 'title', value: '', msg: 'Give it a title' } as const;

/** What is thrown, and what of it a caller sees. */
const cases: [
  name: string,
  error: CustomError,
  status: number,
  code: string,
  items: unknown,
  headers?: object,
][] = [
  ['BadRequestError', new BadRequestError('No'), 400, 'bad_request', [{ message: 'No' }]],
  ['BadRequestError', new BadRequestError('No', 'sold_out'), 400, 'sold_out', [{ message: 'No' }]],
  [
    'RequestValidationError',
    new RequestValidationError([field]),
    400,
    'validation_failed',
    [{ message: 'Give it a title', field: 'title' }],
  ],
  [
    'BadRequestError',
    new BadRequestError('No', 'sold_out', 'seats'),
    400,
    'sold_out',
    [{ message: 'No', field: 'seats' }],
  ],
  // As the course throws it for a ticket of somebody else: who is signed in is not told to sign in.
  [
    'NotAuthorizedError',
    new NotAuthorizedError(),
    401,
    'not_authorized',
    [{ message: 'You are not authorized to do this. Sign in with an account that is.' }],
    { 'www-authenticate': 'Bearer realm="latchkey"' },
  ],
  [
    'NotAuthorizedError',
    new NotAuthorizedError('Not your ticket'),
    401,
    'not_authorized',
    [{ message: 'Not your ticket' }],
    { 'www-authenticate': 'Bearer realm="latchkey"' },
  ],
  ['NotAuthorizedError', new NotAuthorizedError('token_missing'), 401, 'token_missing', expect.any(Array)],
  [
    'NotAuthorizedError',
    new NotAuthorizedError('token_revoked'),
    401,
    'token_revoked',
    [{ message: 'The access token was revoked. Refresh it and repeat the request.' }],
    {
      'www-authenticate':
        'Bearer realm="latchkey", error="invalid_token", error_description="The access token was revoked. Refresh it and repeat the request."',
    },
  ],
  ['ForbiddenError', new ForbiddenError(), 403, 'forbidden', expect.any(Array)],
  ['ForbiddenError', new ForbiddenError('Banned', 'banned'), 403, 'banned', [{ message: 'Banned' }]],
  ['NotFoundError', new NotFoundError(), 404, 'not_found', expect.any(Array)],
  ['NotFoundError', new NotFoundError('No ticket'), 404, 'not_found', [{ message: 'No ticket' }]],
  ['UnavailableError', new UnavailableError(), 503, 'unavailable', expect.any(Array), { 'retry-after': '2' }],
  [
    'UnavailableError',
    new UnavailableError('Busy', 30),
    503,
    'unavailable',
    [{ message: 'Busy' }],
    { 'retry-after': '30' },
  ],
  [
    'DatabaseConnectionError',
    new DatabaseConnectionError(),
    503,
    'unavailable',
    expect.any(Array),
    { 'retry-after': '2' },
  ],
  [
    'TeapotError',
    new TeapotError('internal'),
    418,
    'i_m_a_teapot',
    [{ message: 'Short and stout', field: 'spout' }],
  ],
  ['QuotaError', new QuotaError('internal'), 418, 'quota_used_up', expect.any(Array), { 'x-quota': '0' }],
];

describe.each(cases)('%s (%#)', (name, error, status, code, items, headers = {}) => {
  const app = express();
  app.use((req, _res, next) => {
    Object.assign(req, { log: { error: () => undefined } });
    next(error);
  });
  app.use(errorHandler);

  it(`answers ${status} ${code}`, async () => {
    const response = await request(app).get('/');
    expectProblem(response, status, code);
    expect(response.body).toHaveProperty('errors', items);
    expect(response.headers).toMatchObject(headers);
  });

  it('is an Error of its class', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(CustomError);
    expect(error.name).toBe(name);
    expect(error.stack).toContain('errors.test');
  });
});

// Koa, Nest and Express's own handler know nothing of ours.
it.each(cases)('%s has what frameworks read of an error (%#)', (_name, error, status) => {
  expect(error).toMatchObject({ status, statusCode: status, expose: true });
});

// What `target: es5` makes of a subclass; docs/migrating.md says what to set.
it('a subclass that is compiled to ES5 is refused by the engine, in words that name the fault', () => {
  const construct = CustomError as unknown as (this: object, message: string) => void;
  expect(() => construct.call(Object.create(CustomError.prototype) as object, 'No')).toThrow(
    "Class constructor CustomError cannot be invoked without 'new'",
  );
});

describe('the cause of an error', () => {
  const cause = new Error('connect ECONNREFUSED mongodb://root:hunter2@db');

  it.each([
    [new DatabaseConnectionError({ cause }), '2'],
    [new UnavailableError('Busy', 30, { cause }), '30'],
  ])('is logged with it and not told: %s', async (error, retryAfter) => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const app = express().use((_req, _res, next) => next(error));
    app.use(errorHandler);
    const response = await request(app).get('/');
    expectProblem(response, 503, 'unavailable');
    expect(response.headers).toHaveProperty('retry-after', retryAfter);
    expect(response.text).not.toContain('hunter2');
    expect(printed).toHaveBeenCalledWith(error);
    expect(error.cause).toBe(cause);
    printed.mockRestore();
  });
});

it('logs no fault that a service told on purpose, so that a flood does not fill the log', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const app = express().use((_req, _res, next) => next(new UnavailableError('Busy')));
  app.use(errorHandler);
  expectProblem(await request(app).get('/'), 503, 'unavailable');
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

describe('RequestValidationError', () => {
  it('names the field as express-validator 6 does too, whose path was `param`', () => {
    const fault = { msg: 'Too short', param: 'password', location: 'body' } as never;
    expect(new RequestValidationError([fault]).serializeErrors()).toEqual([
      { message: 'Too short', field: 'password' },
    ]);
  });

  it('tells a fault that concerns no single field without one', () => {
    const msg = 'Give an email or a phone number';
    expect(
      new RequestValidationError([{ type: 'alternative', msg, nestedErrors: [] }]).serializeErrors(),
    ).toEqual([{ message: msg }]);
  });
});
