/**
 * Aborts at the first SIGTERM or SIGINT; a second one of the same kind ends the process at once.
 *
 * A module of its own, to be imported first: the others take longer to load than a container may live, and the first
 * process of a container gets no signal that it has no handler for.
 */
export const stopSignal = listenToSignals();

function listenToSignals(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());
  return stopping.signal;
}
