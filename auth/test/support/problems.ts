import { expect } from '@jest/globals';
import type { Problem } from '@latchkey/common';
import type { Response } from 'supertest';

/**
 * Expects an answer to be a problem (RFC 9457), as every failure of ours is one, and to tell nothing of our inside.
 * @returns its single faults, for a test that wants to look closer
 */
export function expectProblem(response: Response, status: number, code: string): Problem['errors'] {
  const problem = response.body as Problem;
  // The code first: a test that fails then tells what it was instead.
  expect({ code: problem.code, status: response.status }).toEqual({ code, status });
  expect(response.type).toBe('application/problem+json');
  expect(problem).toEqual({
    type: `urn:latchkey:problem:${code}`,
    title: expect.any(String),
    status,
    code,
    errors: expect.any(Array),
    ...(code === 'second_factor_required' && { factors: expect.any(Array) }),
  });
  expect(problem.errors).not.toEqual([]);
  for (const { message } of problem.errors) expect(message).toMatch(/\.$/);
  expect(response.text).not.toMatch(/mongo|node_modules|\.ts\b|\.js\b/i);
  return problem.errors;
}

/** Expects a 400 `validation_failed` that blames exactly these fields. */
export function expectInvalid(response: Response, ...fields: string[]): void {
  const blamed = expectProblem(response, 400, 'validation_failed').map(({ field }) => field);
  expect([...new Set(blamed)].sort()).toEqual(fields.sort());
}

/** Expects a 429 that says in how many seconds to come back. */
export function expectTooMany(response: Response): number {
  expectProblem(response, 429, 'too_many_requests');
  const seconds = response.headers['retry-after'];
  expect(seconds).toMatch(/^[1-9]\d*$/);
  return Number(seconds);
}
