/**
 * A setting is missing or wrong. It is thrown at start, lists every fault at once, and never contains a value,
 * since a value may be a secret.
 * @example
 * ```ts
 * import { ConfigurationError, ready } from '@latchkey/common';
 *
 * await ready().catch((error: unknown) => {
 *   if (!(error instanceof ConfigurationError)) throw error;
 *   console.error(error.faults.join('\n'));
 *   process.exitCode = 1;
 * });
 * ```
 */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';

  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}
