import type { Revocation } from '@latchkey/common/protocol';
import { createRevocationLog, type RevocationLog } from '../../../src/revocations/revocation-log';
import { asProcess, asProcessThroughout } from './clock';
import type { Ban, ModelDatabase } from './database';
import type { ModelFollower } from './follower';

export const TTL = 15 * 60_000;
export const WINDOW = TTL + 60_000;

/** How long the server keeps a snapshot, in ms. */
const KEPT = 10_000;

/** The moments of a read at which something else can happen. */
export const MOMENTS = [
  'before the first word',
  'before the entries',
  'after the entries',
  'at the end',
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Snapshot {
  readonly entries: readonly Revocation[];
  readonly asOf: number;
  readonly position: string | undefined;
  readonly madeAt: number;
}

/** What a source tells to one who comes with a position. */
export type Resume = (log: RevocationLog, position: string) => Iterable<Revocation> | undefined;

/** A replica of the auth service: the real log, with the model's database, clock and connections. */
export class ModelSource {
  private log!: RevocationLog;
  private kept: Snapshot | undefined;
  private readonly followers = new Set<ModelFollower>();
  private meanwhile: (moment: Moment) => void = () => undefined;
  private isFaulty = false;

  constructor(
    private readonly database: ModelDatabase,
    private readonly clockError: number,
    private readonly resume: Resume,
  ) {
    this.restart();
  }

  get now(): number {
    return this.database.trueTime + this.clockError;
  }

  restart(): void {
    for (const follower of this.followers) follower.disconnect();
    this.kept = undefined;
    let asked = 0;
    const askPrimary = async () => {
      this.meanwhile(asked++ % 2 === 0 ? 'before the first word' : 'at the end');
      return Promise.resolve(this.database.primary());
    };
    this.log = asProcess(this, () => createRevocationLog({ window: WINDOW, askPrimary }));
  }

  /** What a route does once a majority has acknowledged. */
  record({ user, revokedAt }: Ban): void {
    const revoked = { kind: 'user', user, gen: 1, revokedAt: new Date(revokedAt) } as const;
    asProcess(this, () => this.log.record(revoked));
  }

  /** Reads the documents once, or everything; `meanwhile` is called at each moment. */
  async read(isWhole: boolean, isFaulty: boolean, meanwhile: (moment: Moment) => void): Promise<void> {
    this.meanwhile = meanwhile;
    this.isFaulty = isFaulty;
    const sources = [{ revokedSince: (time: Date) => this.tell(time) }];
    await asProcessThroughout(this, async () => {
      await (isWhole ? this.log.readAll(sources) : this.log.readNew(sources)).catch(() => undefined);
    });
    this.meanwhile = () => undefined;
  }

  private async *tell(time: Date) {
    this.meanwhile('before the entries');
    yield* await Promise.resolve(this.database.revokedSince(time));
    this.meanwhile('after the entries');
    if (this.isFaulty) throw new Error('MongoDB is away');
  }

  /** The heartbeat of every stream. */
  tellAsOf(): void {
    for (const follower of this.followers) this.tellAsOfTo(follower);
  }

  private tellAsOfTo(follower: ModelFollower): void {
    const [at, position] = asProcess(this, () => [this.log.asOf(), this.log.position()] as const);
    if (at > 0) follower.asOf(at - this.clockError, position);
  }

  /** GET /revocations/snapshot */
  snapshot(): Snapshot | undefined {
    return asProcess(this, () => {
      if (this.log.asOf() === 0 || this.now - this.log.asOf() > 15_000) return undefined;
      if (this.kept && this.now - this.kept.madeAt <= KEPT) return this.kept;
      this.kept = {
        asOf: this.log.asOf() - this.clockError,
        position: this.log.snapshotPosition(),
        entries: [...this.log.list.entries()],
        madeAt: this.now,
      };
      return this.kept;
    });
  }

  /** GET /revocations with Last-Event-ID. @returns whether the stream is open */
  open(follower: ModelFollower, position: string): boolean {
    const entries = asProcess(this, () => this.resume(this.log, position));
    if (!entries) return false;
    const missed = asProcess(this, () => [...entries]);
    missed.forEach((entry) => follower.revoked(entry));
    const unsubscribe = this.log.list.subscribe((entry) => follower.revoked(entry));
    this.followers.add(follower);
    follower.connected(() => {
      unsubscribe();
      this.followers.delete(follower);
    });
    this.tellAsOfTo(follower);
    return true;
  }
}
