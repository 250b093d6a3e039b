/** The failures to which a new access token is the cure. */
const CURABLE = new Set(['token_expired', 'token_revoked']);
/** What bodies have that are gone after the first time: streams of the web and of Node, and generators. */
const READ_ONCE = ['getReader', 'pipe', 'next', Symbol.asyncIterator];

/** Whether a request that was answered so is to be repeated with renewed cookies. */
export async function isCurable(response: Response, body: unknown): Promise<boolean> {
  if (response.status !== 401 || !isRepeatable(body)) return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return CURABLE.has(String((problem as { code?: unknown } | undefined)?.code));
}

/** Whether a body can be sent twice. It is told by what it can do: not every place has the class ReadableStream, or the one that made the body. */
export function isRepeatable(body: unknown): boolean {
  return typeof body !== 'object' || body === null || !READ_ONCE.some((name) => name in body);
}
