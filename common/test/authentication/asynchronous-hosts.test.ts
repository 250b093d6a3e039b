import { afterEach, expect, it } from '@jest/globals';
import type { RequestHandler } from 'express';
import * as environment from '../../src/index';
import { createAuthentication } from '../../src/index';
import { incoming } from '../support/incoming';
import { SECRET } from '../support/tokens';

const { requireAuth, requireRole, requireActive } = createAuthentication({ jwtKey: SECRET });
afterEach(() => {
  delete process.env.JWT_KEY;
  return environment.close();
});

/** Runs middleware as polka and middie do behind something asynchronous: nobody catches what it throws. */
function errorOf(handler: RequestHandler): unknown {
  let given: unknown = 'next was not called';
  void handler(incoming({}) as never, {} as never, (error?: unknown) => (given = error));
  return given;
}

it.each([
  ['requireAuth', requireAuth, { code: 'token_missing' }],
  ['requireRole', requireRole('admin'), { code: 'token_missing' }],
  ['requireActive', requireActive, { name: 'ConfigurationError' }],
])('%s tells next what is wrong and does not throw', (_name, handler, error) => {
  expect(errorOf(handler)).toMatchObject(error);
});

it.each([
  ['currentUser', environment.currentUser],
  ['requireAuth', environment.requireAuth],
  ['requireRole', environment.requireRole('admin')],
  ['requireActive', environment.requireActive],
])('%s of the environment tells next of a bad configuration', (_name, handler) => {
  process.env.JWT_KEY = 'short';
  expect(errorOf(handler)).toMatchObject({ name: 'ConfigurationError' });
});
