import { expect } from '@jest/globals';
import type { Problem } from '@latchkey/common';
import type { Response } from 'supertest';

/** Checks that the answer is a problem+json of this status and code, and blames exactly these fields. */
export function expectProblem(response: Response, status: number, code: string, fields?: string[]): void {
  const problem = response.body as Problem;
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  expect(response.type).toBe('application/problem+json');
  expect(problem.status).toBe(status);
  expect(problem.errors[0]?.message).toEqual(expect.any(String));
  if (fields) expect([...new Set(problem.errors.map(({ field }) => field))]).toEqual(fields);
  expect(response.text).not.toMatch(/mongo|\.ts|\.js|node_modules/i);
}
