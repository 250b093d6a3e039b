import type { RevocationSource, RevokedTokens } from '../../src/revocations/revocation-log';
import type { TestPrimary } from './primary';

/** Documents in memory that tell what was revoked, for logs without a database. */
export interface Written {
  readonly source: RevocationSource;
  /** The start of each read, in ms since 1970. */
  readonly reads: number[];
  /** Called at each read, once it is over. */
  onRead: () => void;
  /** Ends a session, as a write that was stamped so long ago, in ms. @returns what tells it to the replica that did */
  end(session: string, ago?: number): RevokedTokens;
}

/** Makes them; the clock of the primary stamps them. */
export function startWritten(primary: TestPrimary): Written {
  const all: RevokedTokens[] = [];
  const written: Written = {
    reads: [],
    onRead: () => undefined,
    source: {
      // eslint-disable-next-line @typescript-eslint/require-await -- what a store has is asynchronous
      async *revokedSince(time) {
        written.reads.push(time.getTime());
        yield* all.filter(({ revokedAt }) => revokedAt >= time);
        written.onRead();
      },
    },
    end(session, ago = 0) {
      const revoked = { kind: 'session', session, revokedAt: new Date(primary.now() - ago) } as const;
      all.push(revoked);
      return revoked;
    },
  };
  return written;
}
