export type Kind = 'sign-in' | 'gate' | 'ticket' | 'current user' | 'refresh' | 'devices';

/** What became of the requests of one kind. */
export interface Row {
  readonly requests: number;
  readonly failures: number;
  readonly longestMs: number;
}

export interface Tally {
  /** Waits for a request and counts it; one that rejects is a failure. */
  count(kind: Kind, request: Promise<unknown>): Promise<void>;
  rows(): Record<Kind, Row>;
  /** What was wrong with the failed ones. */
  faults(): readonly string[];
}

export function createTally(): Tally {
  const rows: Record<Kind, Row> = {
    'sign-in': { requests: 0, failures: 0, longestMs: 0 },
    gate: { requests: 0, failures: 0, longestMs: 0 },
    ticket: { requests: 0, failures: 0, longestMs: 0 },
    'current user': { requests: 0, failures: 0, longestMs: 0 },
    refresh: { requests: 0, failures: 0, longestMs: 0 },
    devices: { requests: 0, failures: 0, longestMs: 0 },
  };
  const faults: string[] = [];
  return {
    async count(kind, request) {
      const began = performance.now();
      const fault = await request.then(
        () => undefined,
        (error: Error) => `${kind}: ${error.message}`,
      );
      if (fault !== undefined) faults.push(fault);
      const { requests, failures, longestMs } = rows[kind];
      rows[kind] = {
        requests: requests + 1,
        failures: failures + (fault === undefined ? 0 : 1),
        longestMs: Math.max(longestMs, Math.round(performance.now() - began)),
      };
    },
    rows: () => rows,
    faults: () => faults,
  };
}
