/**
 * Aborts at the first SIGTERM or SIGINT; a second one of the same kind ends the process at once.
 *
 * A module of its own, to be imported before all others: they take longer to load than a container may live, and the first
 * process of a container gets no signal that it has no handler for.
 * @example
 * ```ts
 * import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
 * import { drain, listen } from '@latchkey/common/server';
 *
 * const server = await listen(app, 3000);
 * stopSignal.addEventListener('abort', () => void drain(server));
 * ```
 */
export const stopSignal: AbortSignal = listenToSignals();

function listenToSignals(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());
  return stopping.signal;
}
