const LOCK = 'latchkey-refresh';

/** What is used of the Web Locks API, which Node's types do not have. */
interface Locks {
  request<T>(
    name: string,
    options: { readonly ifAvailable: boolean },
    callback: (lock: object | null) => T | Promise<T>,
  ): Promise<T>;
}

/**
 * Makes a refresh of which there is one at a time, however many wait for it, also across the tabs of a browser, which share
 * their cookies. Where there are no Web Locks, the auth service answers a refresh that crosses another with the same cookies.
 */
export function oncePerBrowser(refresh: () => Promise<unknown>): () => Promise<void> {
  let refreshing: Promise<void> | undefined;
  return () => (refreshing ??= refreshUnlessAnother(refresh).finally(() => (refreshing = undefined)));
}

/** Refreshes unless another tab is at it, and else waits for that one. */
async function refreshUnlessAnother(refresh: () => Promise<unknown>): Promise<void> {
  const locks = locksOfBrowser();
  if (!locks) return void (await refresh());
  const isDone = await locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await refresh();
    return lock !== null;
  });
  if (!isDone) await locks.request(LOCK, { ifAvailable: false }, () => undefined);
}

/** Not Node's, where two clients need not be the same person. */
function locksOfBrowser(): Locks | undefined {
  if (!('location' in globalThis)) return undefined;
  return (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
}
