import { LatchkeyError, type Fault } from './latchkey-error';

/**
 * Reads the JSON of an answer, of the auth service or of any service on the library.
 * @throws LatchkeyError when it is no success
 */
export async function readAnswer<T>(answer: Response | Promise<Response>): Promise<T> {
  const response = await answer;
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as T;
}

async function errorOf(response: Response): Promise<LatchkeyError> {
  const { status, headers } = response;
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? undefined : seconds;
  const problem: unknown = await response.json().catch(() => undefined);
  if (isProblem(problem)) return new LatchkeyError(status, problem.code, problem.errors, retryAfter);
  const message = `The answer was ${status}, and not one of the auth service.`;
  return new LatchkeyError(status, 'unexpected_answer', [{ message }], retryAfter);
}

function isProblem(value: unknown): value is { code: string; errors: Fault[] } {
  const { code, errors } = (value ?? {}) as { code?: unknown; errors?: unknown };
  return typeof code === 'string' && Array.isArray(errors);
}
