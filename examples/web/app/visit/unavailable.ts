const RETRY_AFTER_S = 5;

/** The answer that becomes a page which asks for patience, by default for 5 s. */
export function unavailable(message: string, retryAfter = RETRY_AFTER_S): Response {
  return new Response(message, { status: 503, headers: { 'Retry-After': String(retryAfter) } });
}
