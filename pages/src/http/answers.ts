/** Sends a browser on to another page. */
export function redirect(location: string, status = 302, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...headers, Location: location } });
}

/** What went wrong, in plain text; it becomes an error page. */
export function failure(status: number, message: string): Response {
  return new Response(message, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
