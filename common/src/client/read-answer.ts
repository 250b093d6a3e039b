import { isApiCode } from './error-code';
import { LatchkeyError, type Fault } from './latchkey-error';
import { DEFAULT_TIMEOUT_MS, isStop, limited, stoppedError } from './time-limit';

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
      ? new LatchkeyError(status, code, errors, { retryAfter, ...requirementOf(code, headers) })
      : new LatchkeyError(status, 'service_error', errors, { retryAfter, serviceCode: code });
  }
  const message = ok
    ? `The answer was ${status}, but no JSON object of a service. Check the address, and the proxies before it.`
    : `The answer was ${status}, and not one of the auth service.`;
  return new LatchkeyError(status, 'unexpected_answer', [{ message }], { retryAfter });
}

/** What a challenge to step up asks for (RFC 9470, section 3). */
function requirementOf(code: string, headers: Headers) {
  if (code !== 'insufficient_user_authentication') return {};
  const challenge = headers.get('www-authenticate') ?? '';
  const maxAge = /[ ,]max_age="?(\d{1,9})\b/.exec(challenge)?.[1];
  const acrValues = /[ ,]acr_values="([^"]*)"/.exec(challenge)?.[1];
  return {
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    acrValues: acrValues?.split(' '),
  };
}

function isProblem(value: unknown): value is { code: string; errors: Fault[] } {
  const { code, errors } = (value ?? {}) as { code?: unknown; errors?: unknown };
  return typeof code === 'string' && Array.isArray(errors);
}
