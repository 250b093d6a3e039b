import { expect, it, jest } from '@jest/globals';
import request from 'supertest';
import * as ours from '../../src/index';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';

let theirs!: typeof ours;
jest.isolateModules(() => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy, as jest.resetModules makes one
  theirs = require('../../src/index') as typeof ours;
});

/** An app whose routes throw the errors of one copy, and whose error handler is the other's. */
function appThrowing(error: unknown) {
  const app = express().use((_req, _res, next) => next(error));
  return app.use(ours.errorHandler);
}

const printed = () => [
  jest.spyOn(console, 'warn').mockImplementation(() => undefined),
  jest.spyOn(console, 'error').mockImplementation(() => undefined),
];

it('errors of another copy of the library are answered as its own, and named once', async () => {
  const [warned, failed] = printed();
  expect(theirs.NotFoundError).not.toBe(ours.NotFoundError);
  const cases = [
    [new theirs.NotFoundError('No ticket'), 404, 'not_found'],
    [new theirs.BadRequestError('Sold out', 'sold_out'), 400, 'sold_out'],
    [new theirs.NotAuthorizedError('token_expired'), 401, 'token_expired'],
    [new theirs.UnavailableError('Busy', 30), 503, 'unavailable'],
  ] as const;
  for (const [error, status, code] of cases) {
    expect(error).not.toBeInstanceOf(ours.CustomError);
    const response = await request(appThrowing(error)).get('/');
    expectProblem(response, status, code);
    expect(response.body).toMatchObject({ errors: error.serializeErrors() });
    expect(response.headers).toMatchObject(
      Object.fromEntries(Object.entries(error.headers ?? {}).map(([k, v]) => [k.toLowerCase(), v])),
    );
  }
  expect(warned!.mock.calls).toEqual([[expect.stringMatching(/^NotFoundError is no error of this copy/)]]);
  expect(failed).not.toHaveBeenCalled();
});

it('a fault of another copy is logged with its cause, and not told', async () => {
  const [, failed] = printed();
  const error = new theirs.DatabaseConnectionError({ cause: new Error('mongodb://root:hunter2@db') });
  const response = await request(appThrowing(error)).get('/');
  expectProblem(response, 503, 'unavailable');
  expect(response.text).not.toContain('hunter2');
  expect(failed).toHaveBeenCalledWith(error);
});

/** As the library of the course has it. */
class OldError extends Error {
  constructor(
    readonly statusCode: number,
    message = 'Not Found',
  ) {
    super(message);
  }
  serializeErrors = () => [{ message: this.message }];
}

it.each([
  [404, 404, 'not_found', 0],
  [500, 500, 'internal_server_error', 1],
])('an error of the library before, of %d, is answered as it says', async (thrown, status, code, logged) => {
  const [, failed] = printed();
  failed!.mockClear();
  const response = await request(appThrowing(new OldError(thrown, 'As it was'))).get('/');
  expectProblem(response, status, code);
  expect(response.body).toMatchObject({ errors: [{ message: 'As it was' }] });
  expect(failed).toHaveBeenCalledTimes(logged);
});

it.each([200, 302, 600, 404.5, NaN])('an error that says %d is 500', async (statusCode) => {
  printed();
  expectProblem(await request(appThrowing(new OldError(statusCode))).get('/'), 500, 'internal_error');
});
