import { createRevocationList, type Revocation } from '@latchkey/common/protocol';
import { asProcess } from './clock';
import type { ModelDatabase } from './database';
import { TTL, type ModelSource, type Snapshot } from './source';

/** A service that follows: the real list, and the rules of docs/feed.md on what it asks for. */
export class ModelFollower {
  private readonly list = createRevocationList();
  private position: string | undefined;
  private close: () => void = () => undefined;

  constructor(private readonly database: ModelDatabase) {}

  get now(): number {
    return this.database.trueTime;
  }

  /** Comes back at a source; where its position is refused, another source may be the one that gives the snapshot. */
  async connect(source: ModelSource, other: ModelSource): Promise<void> {
    this.disconnect();
    if (this.position !== undefined && source.open(this, this.position)) return;
    const snapshot = await other.snapshot();
    if (!snapshot) return;
    this.take(snapshot);
    if (this.position !== undefined) source.open(this, this.position);
  }

  private take({ entries, asOf, position }: Snapshot): void {
    entries.forEach((entry) => this.revoked(entry));
    this.asOf(asOf, position);
  }

  connected(close: () => void): void {
    this.close = close;
  }

  disconnect(): void {
    this.close();
    this.close = () => undefined;
  }

  revoked(entry: Revocation): void {
    asProcess(this, () => this.list.add(entry));
  }

  /**
   * What the protocol promises with an as-of: every ban that was acknowledged by then is in the list.
   * @param at in ms of the true time: the clock of the source, less its error
   */
  asOf(at: number, position: string | undefined): void {
    this.position = position;
    for (const { user, acknowledgedAt = Infinity } of this.database.bans) {
      const isOver = acknowledgedAt + TTL < this.now;
      if (acknowledgedAt > at || isOver) continue;
      if (!this.list.isRevoked({ sub: user, sid: 'any', gen: 0 }))
        throw new Error(`as of ${at}, the list lacks ${user}, acknowledged at ${acknowledgedAt}`);
    }
  }
}
