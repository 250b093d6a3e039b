import type { Authentication } from './authentication';
import type { Eventually } from '../async/eventually';

/**
 * Chooses among the session cookies of one request: browsers send one for each Domain that it was set for. Of several good ones
 * the token that was issued last counts, and of two of the same second the first. Where none is good, a failure that a refresh
 * cures is told, whatever else came with it.
 * @param values what the cookies hold, in the order of the request
 * @param judge what one of them comes to
 * @throws what `judge` throws, unless another cookie is good: nobody is refused for good while one of them cannot be judged
 */
export async function chooseAuthentication(
  values: readonly string[],
  judge: (value: string) => Eventually<Authentication>,
): Promise<Authentication> {
  let best: Authentication | undefined;
  const faults: unknown[] = [];
  for (const value of values) {
    try {
      const next = await judge(value);
      if (!best || rank(next) > rank(best)) best = next;
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0 && !best?.claims) throw faults[0];
  return best!;
}

/** The higher counts. */
function rank({ claims, failure }: Authentication): number {
  if (claims) return claims.iat;
  return failure === 'token_invalid' ? -Infinity : -1;
}
