import { expect } from '@jest/globals';
import type { Response } from 'supertest';

/** Expects a response to be a problem (RFC 9457) as every failure of ours is one. */
export function expectProblem(response: Response, status: number, code: string): void {
  // The code first: a test that fails then tells what it was instead.
  expect({ code: (response.body as { code?: string }).code, status: response.status }).toEqual({
    code,
    status,
  });
  expect(response.type).toBe('application/problem+json');
  expect(response.body).toEqual({
    type: `urn:latchkey:problem:${code}`,
    title: expect.any(String),
    status,
    code,
    errors: expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]),
  });
}

/** Expects a 401 with the challenge that RFC 6750, section 3, asks for. */
export function expectRefused(response: Response, code: string): void {
  expectProblem(response, 401, code);
  const challenge = response.headers['www-authenticate'];
  expect(challenge).toMatch(/^Bearer realm="latchkey"/);
  // "If the request lacks any authentication information, the resource server SHOULD NOT include an error code."
  if (code === 'token_missing') expect(challenge).not.toContain('error');
  else expect(challenge).toMatch(/, error="invalid_token", error_description="[^"]+"$/);
}
