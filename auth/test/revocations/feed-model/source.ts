import { gunzipSync } from 'node:zlib';
import { createSnapshotCache, type Revocation } from '@latchkey/common/protocol';
import { createRevocationLog, type RevocationLog } from '../../../src/revocations/revocation-log';
import { MINUTE } from '../../support/clock';
import { WINDOW_MS } from '../../support/primary';
import { asProcess, asProcessThroughout } from './clock';
import type { Ban, ModelDatabase } from './database';
import type { ModelFollower } from './follower';

/** How long a token lives, in ms; what ends it is told for a minute longer. */
export const TTL = WINDOW_MS - MINUTE;

/** The moments of a read at which something else can happen. */
export const MOMENTS = [
  'before the first word',
  'before the entries',
  'after the entries',
  'at the end',
] as const;
export type Moment = (typeof MOMENTS)[number];
export type Meanwhile = (moment: Moment) => Promise<void>;

export interface Snapshot {
  readonly entries: readonly Revocation[];
  /** In ms of the true time. */
  readonly asOf: number;
  readonly position: string | undefined;
}

/** What a source tells to one who comes with a position. */
export type Resume = (log: RevocationLog, position: string) => Iterable<Revocation> | undefined;

/** A replica of the auth service: the real log and snapshots, with the model's database, clock and connections. */
export class ModelSource {
  private log!: RevocationLog;
  private takeSnapshot!: ReturnType<typeof createSnapshotCache>;
  private readonly followers = new Set<ModelFollower>();
  private meanwhile: Meanwhile = () => Promise.resolve();
  private isFaulty = false;
  private isWholeDue = false;

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
    let asked = 0;
    const askPrimary = async () => {
      await this.meanwhile(asked++ % 2 === 0 ? 'before the first word' : 'at the end');
      return this.database.primary();
    };
    this.log = asProcess(this, () => createRevocationLog({ window: WINDOW_MS, askPrimary }));
    this.takeSnapshot = createSnapshotCache(this.log);
  }

  /** What a route does once a majority has acknowledged. */
  record({ user, revokedAt }: Ban): void {
    const revoked = { kind: 'user', user, gen: 1, revokedAt: new Date(revokedAt) } as const;
    asProcess(this, () => this.log.record(revoked));
  }

  /** Has the next read be of everything, as one a minute is. */
  makeWholeDue(): void {
    this.isWholeDue = true;
  }

  /** Reads the documents once, or everything; `meanwhile` is called at each moment. */
  async read(isWhole: boolean, isFaulty: boolean, meanwhile: Meanwhile): Promise<void> {
    this.meanwhile = meanwhile;
    this.isFaulty = isFaulty;
    const sources = [{ revokedSince: (time: Date) => this.tell(time) }];
    const isAll = isWhole || this.isWholeDue;
    this.isWholeDue = false;
    await asProcessThroughout(this, async () => {
      await (isAll ? this.log.readAll(sources) : this.log.readNew(sources)).catch(() => undefined);
    });
    this.meanwhile = () => Promise.resolve();
  }

  private async *tell(time: Date) {
    await this.meanwhile('before the entries');
    yield* this.database.revokedSince(time);
    await this.meanwhile('after the entries');
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
  async snapshot(): Promise<Snapshot | undefined> {
    const taken = await asProcessThroughout(this, async () =>
      this.log.isCurrent() ? this.takeSnapshot() : undefined,
    );
    return taken && parseSnapshot(gunzipSync(taken.gzip).toString(), this.clockError);
  }

  /** GET /revocations with Last-Event-ID. @returns whether the stream is open */
  open(follower: ModelFollower, position: string): boolean {
    const entries = asProcess(this, () =>
      this.log.isCurrent() ? this.resume(this.log, position) : undefined,
    );
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

/** The users of a snapshot; the model ends no sessions. */
function parseSnapshot(text: string, clockError: number): Snapshot {
  const [head, ...entries] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { asOf: number; position?: string; key: string; until: number });
  return {
    asOf: head!.asOf - clockError,
    position: head!.position,
    entries: entries.slice(0, -1).map(({ key, until }) => {
      const [, user, gen] = key.split('.');
      return { kind: 'user', user: user!, gen: Number(gen), until };
    }),
  };
}
