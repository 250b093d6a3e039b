import type { RevokedTokens } from '../../../src/revocations/revocation-log';

/** How long a write can stay unseen by the readers, in ms: what the overlap of reads is made for. */
const LONGEST_UNSEEN = 25_000;
/** By how much the clock of a primary is set back in all, in ms: what resuming from before a position is made for. */
const FARTHEST_BACK = 60_000;

/** That a user's tokens were ended, as the model knows it. */
export interface Ban {
  readonly user: string;
  /** By the clock of the primary that wrote it, in ms. */
  readonly revokedAt: number;
  /** When it was acknowledged, in ms of the true time; not yet, while it is undefined. */
  acknowledgedAt: number | undefined;
}

/** A replica set of the model: its primaries take over from each other, each with a clock of its own. */
export class ModelDatabase {
  /** In ms; no process of the model can read it. */
  trueTime = 1_800_000_000_000;
  bans: Ban[] = [];
  private term = 1;
  private clockError = 0;
  /** The latest time that this primary has had. */
  private latest = 0;
  private users = 0;

  /** What the primary says of itself. */
  primary() {
    return { election: this.term.toString(16).padStart(24, '0'), now: this.trueTime + this.clockError };
  }

  /** Sets the clock of the primary back, without an election. */
  setBack(by: number): void {
    this.latest = Math.max(this.latest, this.primary().now);
    this.clockError = Math.max(this.clockError - by, this.latest - FARTHEST_BACK - this.trueTime);
  }

  /** Sets it forward, when no write is under way. */
  setForward(by: number): void {
    this.acknowledgeAll();
    this.clockError += by;
  }

  private acknowledgeAll(): void {
    for (const ban of this.bans) this.acknowledge(ban);
  }

  /** A write that a majority has not acknowledged yet, and no reader sees. */
  write(): Ban {
    const ban = { user: `u${++this.users}`, revokedAt: this.primary().now, acknowledgedAt: undefined };
    this.bans.push(ban);
    this.written.set(ban, this.trueTime);
    return ban;
  }
  private readonly written = new Map<Ban, number>();

  acknowledge(ban: Ban): void {
    ban.acknowledgedAt ??= this.trueTime;
  }

  pass(ms: number): void {
    this.trueTime += ms;
    for (const ban of this.bans)
      if (this.trueTime - this.written.get(ban)! > LONGEST_UNSEEN) this.acknowledge(ban);
  }

  /** Another primary takes over; what was not acknowledged is lost, or has come through. */
  failOver(clockError: number, isLost: boolean): void {
    this.term += 1;
    this.clockError = clockError;
    this.latest = 0;
    if (!isLost) this.acknowledgeAll();
    this.bans = this.bans.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
  }

  /** An older state comes back, under a new primary: positions of before are in the future. */
  restore(age: number, clockError: number): void {
    const { trueTime } = this;
    this.bans = this.bans.filter(({ acknowledgedAt = Infinity }) => acknowledgedAt < trueTime - age);
    this.failOver(clockError, true);
  }

  /** What readers see, as a store tells it. */
  *revokedSince(time: Date): Iterable<RevokedTokens> {
    for (const { user, revokedAt, acknowledgedAt } of this.bans)
      if (acknowledgedAt !== undefined && revokedAt >= time.getTime())
        yield { kind: 'user', user, gen: 1, revokedAt: new Date(revokedAt) };
  }
}
