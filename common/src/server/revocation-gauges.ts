import type { RevocationStatus } from '../revocations/follow-revocations';

/** A figure for Prometheus, apart from any library of metrics. */
export interface GaugeSource {
  /** The name of the metric. */
  readonly name: string;
  /** What it tells. */
  readonly help: string;
  /** Reads the figure, at each scrape. */
  readonly read: () => number;
}

const GAUGES: readonly [name: string, help: string, read: (status: RevocationStatus) => number][] = [
  ['latchkey_revocations_entries', 'Revoked users and sessions that are held', ({ entries }) => entries],
  [
    'latchkey_revocations_as_of_age_seconds',
    'How old the list of revocations is',
    ({ secondsSinceAsOf }) => secondsSinceAsOf,
  ],
  [
    'latchkey_revocations_connected',
    '1 when the feed is connected and the list was complete',
    ({ connected }) => Number(connected),
  ],
];

/**
 * The gauges that tell how well a service follows revocations, to be registered with whatever library it has for metrics.
 * @param status reads the status, such as `revocationStatus`
 * @returns none for a service without `REVOCATIONS_URL`, which follows nothing
 * @example
 * ```ts
 * import { revocationStatus } from '@latchkey/common';
 * import { revocationGauges } from '@latchkey/common/server';
 *
 * for (const { name, read } of revocationGauges(revocationStatus)) console.log(name, read());
 * ```
 */
export function revocationGauges(status: () => RevocationStatus | undefined): GaugeSource[] {
  if (!status()) return [];
  return GAUGES.map(([name, help, read]) => ({
    name,
    help,
    read: () => {
      const now = status();
      // The status is gone once the service has closed what it follows with.
      return now ? read(now) : NaN;
    },
  }));
}
