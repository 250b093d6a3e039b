/**
 * Does what may throw a redirect to the auth service or to the account pages. They are no pages of this application, so the browser
 * has to go there, and no script.
 * @throws Response as the work does
 */
export async function inDocument<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Response && thrown.headers.has('Location'))
      thrown.headers.set('X-Remix-Reload-Document', 'true');
    throw thrown;
  }
}
