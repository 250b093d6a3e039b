import { isDatabaseOutage } from './database-outage';

/** System calls that fail when a server cannot open its port. */
const LISTENING = new Set<unknown>(['listen', 'bind', 'getaddrinfo']);

/**
 * Says why a service could not start: one message for what an operator can mend, such as a wrong setting, a port that is in use
 * or a database that is away, and the stack of anything else.
 * @example
 * ```ts
 * import { explain, listen } from '@latchkey/common/server';
 *
 * listen(app, 3000).catch((error: unknown) => console.error(explain(error)));
 * ```
 */
export function explain(error: unknown): string {
  const { name, message, stack, syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (name === 'ConfigurationError') return String(message);
  if (LISTENING.has(syscall)) return `cannot listen: ${message}`;
  if (name?.startsWith('Mongo') && isDatabaseOutage(error))
    return `MongoDB cannot be used: ${message}; start it, or correct MONGO_URI`;
  return String(stack ?? error);
}

/**
 * Runs a service to its end: the process then exits with 0, or with 1 and why on stderr.
 * @param name what the message begins with
 * @param run starts, serves and ends
 * @param describe says what went wrong
 * @example
 * ```ts
 * import { runMain, serve } from '@latchkey/common/server';
 * import { stopSignal } from '@latchkey/common/server/stop-signal';
 *
 * runMain('orders', () => serve({ port: 3000, internalPort: 3001, stop: stopSignal, start: () => app }));
 * ```
 */
export function runMain(
  name: string,
  run: () => Promise<void>,
  describe: (error: unknown) => string = explain,
): void {
  run().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${name}: ${describe(error)}\n`);
      process.exit(1);
    },
  );
}
