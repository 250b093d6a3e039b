export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** The answers to which a new access token is the cure. */
const CURABLE = new Set(['token_expired', 'token_revoked']);

/**
 * Makes a fetch that repeats a request once, with renewed cookies, when its access token had expired or was revoked.
 * @param renew what it rejects with reaches who waits for the answer
 */
export function createRefreshingFetch(send: Send, renew: () => Promise<void>): Send {
  let renewals = 0;
  return async (path, init) => {
    const before = renewals;
    const response = await send(path, init);
    if (!isRepeatable(init) || !(await isCurable(response))) return response;
    // Unless another request had them renewed while this one was under way.
    if (renewals === before) {
      await renew();
      renewals += 1;
    }
    return send(path, init);
  };
}

/** A stream is gone after the first time. */
function isRepeatable(init?: RequestInit): boolean {
  return !(init?.body instanceof ReadableStream);
}

async function isCurable(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return CURABLE.has(String((problem as { code?: unknown } | undefined)?.code));
}
