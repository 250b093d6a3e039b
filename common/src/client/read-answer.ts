import { isApiCode } from './error-code';
import { LatchkeyError, type FailureDetails, type Fault } from './latchkey-error';
import { readChallenge, STEP_UP_CODE } from './read-requirement';
import type { SecondFactor } from './factor-shapes';
import { DEFAULT_TIMEOUT_MS, isStop, limited, stoppedError } from './time-limit';

const SECOND_FACTORS: readonly SecondFactor[] = ['totp', 'recovery_code', 'passkey'];

/**
 * Reads the JSON object of an answer, of the auth service or of any service on the library, for 30 s at most.
 * @throws LatchkeyError when it is no success (with the answer's code), no whole JSON object (`unexpected_answer`), or given
 *   up (`aborted`, `timeout`)
 * @example
 * ```ts
 * import { readAnswer } from '@latchkey/common/client';
 *
 * const { tickets } = await readAnswer<{ tickets: string[] }>(client.fetch('/api/tickets'));
 * ```
 */
export async function readAnswer<T>(answer: Response | Promise<Response>): Promise<T> {
  const response = await answer;
  const value = await limited(undefined, DEFAULT_TIMEOUT_MS, () => readJson(response));
  if (response.ok && typeof value === 'object' && value !== null) return value as T;
  throw errorOf(response, value);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof LatchkeyError || isStop(error)) throw stoppedError(error);
    return undefined;
  }
}

function errorOf({ ok, status, headers }: Response, value: unknown): LatchkeyError {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? undefined : seconds;
  if (!ok && isProblem(value)) {
    const { code, errors } = value;
    return isApiCode(code)
      ? new LatchkeyError(status, code, errors, { retryAfter, ...whatIsDue(code, headers, value) })
      : new LatchkeyError(status, 'service_error', errors, { retryAfter, serviceCode: code });
  }
  const message = ok
    ? `The answer was ${status}, but no JSON object of a service. Check the address, and the proxies before it.`
    : `The answer was ${status}, and not one of the auth service.`;
  return new LatchkeyError(status, 'unexpected_answer', [{ message }], { retryAfter });
}

/** What a refusal asks for: a step-up by its challenge, a second factor by its problem document. */
function whatIsDue(code: string, headers: Headers, problem: object): FailureDetails {
  if (code === STEP_UP_CODE) return readChallenge(headers);
  if (code !== 'second_factor_required') return {};
  const { factors } = problem as { factors?: unknown };
  return { factors: SECOND_FACTORS.filter((each) => Array.isArray(factors) && factors.includes(each)) };
}

function isProblem(value: unknown): value is { code: string; errors: Fault[] } {
  const { code, errors } = (value ?? {}) as { code?: unknown; errors?: unknown };
  return typeof code === 'string' && Array.isArray(errors);
}
