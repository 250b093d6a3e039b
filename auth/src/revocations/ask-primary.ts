import { randomBytes } from 'node:crypto';
import type { Connection } from '../database';

/** What MongoDB's primary says of itself. */
export interface Primary {
  /** The election that made it primary; undefined where it cannot be known. */
  readonly election: string | undefined;
  /** Its clock, which stamps what is revoked, in ms since 1970. */
  readonly now: number;
}

/** What is read of the answer to `hello`. */
interface Hello {
  readonly localTime: Date;
  readonly electionId?: { toHexString(): string };
  /** Of a member of a replica set. */
  readonly setName?: string;
  /** `isdbgrid` where a mongos answers, which hides the elections of its shards. */
  readonly msg?: string;
}

/**
 * Makes the function that asks the primary, by one `hello`. A server alone has no elections: it takes a random id of this
 * process, so that only this process knows a position in it.
 */
export function createAskPrimary(connection: Connection): () => Promise<Primary> {
  const ownId = randomBytes(16).toString('hex');

  function electionOf({ electionId, setName, msg }: Hello): string | undefined {
    if (electionId !== undefined) return electionId.toHexString();
    return setName === undefined && msg !== 'isdbgrid' ? ownId : undefined;
  }

  return async function askPrimary() {
    const hello = (await connection.db!.admin().command({ hello: 1 })) as unknown as Hello;
    return { election: electionOf(hello), now: hello.localTime.getTime() };
  };
}
