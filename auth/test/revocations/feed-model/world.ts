import { ModelDatabase, type Ban } from './database';
import type { Command, Instant, Read } from './commands';
import { ModelFollower } from './follower';
import { ModelSource, type Resume } from './source';

const CLOCK_ERRORS = [0, 1_500, -1_500];
const FOLLOWERS = 5;

/** Three replicas and five followers on one database. */
export class World {
  private readonly database = new ModelDatabase();
  private readonly sources: ModelSource[];
  private readonly followers = Array.from({ length: FOLLOWERS }, () => new ModelFollower(this.database));
  /** Who waits for the acknowledgement of which write. */
  private waiting: { readonly source: ModelSource; readonly ban: Ban }[] = [];

  constructor(resume: Resume) {
    this.sources = CLOCK_ERRORS.map((error) => new ModelSource(this.database, error, resume));
  }

  async run(command: Command): Promise<void> {
    this.database.pass(1);
    if (command.do === 'read') await this.read(command);
    else if (command.do === 'pass') this.database.pass(command.ms);
    else if (command.do === 'set forward') this.setForward(command.by);
    else await this.act(command);
  }

  private async read({ source, isWhole, isFaulty, meanwhile }: Read): Promise<void> {
    const left = [...meanwhile];
    let failure: Error | undefined;
    await this.sources[source]!.read(isWhole, isFaulty, async (moment) => {
      const next = left.findIndex(([at]) => at === moment);
      if (next === -1 || failure !== undefined) return;
      const [[, instant]] = left.splice(next, 1) as [[string, Instant]];
      try {
        await this.act(instant);
      } catch (error) {
        // The log takes what a read throws for an outage.
        failure = error as Error;
      }
    });
    if (failure !== undefined) throw failure;
  }

  private async act(instant: Instant): Promise<void> {
    // No two things happen at once.
    this.database.pass(1);
    switch (instant.do) {
      case 'ban':
        this.begin(this.sources[instant.source]!);
        return this.acknowledge(this.waiting.pop());
      case 'begin ban':
        return this.begin(this.sources[instant.source]!);
      case 'acknowledge':
        return this.acknowledge(this.waiting.shift());
      case 'fail over':
        return this.database.failOver(instant.clockError, instant.isLost);
      case 'set back':
        return this.database.setBack(instant.by);
      case 'restore':
        return this.database.restore(instant.age, instant.clockError);
      case 'restart':
        return this.sources[instant.source]!.restart();
      case 'snapshot':
        await this.sources[instant.source]!.snapshot();
        return;
      case 'as-of':
        return this.sources[instant.source]!.tellAsOf();
      case 'connect':
        return this.followers[instant.follower]!.connect(
          this.sources[instant.source]!,
          this.sources[instant.other]!,
        );
      case 'disconnect':
        return this.followers[instant.follower]!.disconnect();
    }
  }

  /**
   * What is stamped before and read after may be missed until the next read of everything (docs/design.md): that minute is
   * over at once here.
   */
  private setForward(by: number): void {
    this.database.setForward(by);
    for (const source of this.sources) source.makeWholeDue();
  }

  private begin(source: ModelSource): void {
    this.waiting.push({ source, ban: this.database.write() });
  }

  /** The answer of the database comes to the replica that wrote, unless a failover has lost the write. */
  private acknowledge(write: { readonly source: ModelSource; readonly ban: Ban } | undefined): void {
    if (!write || !this.database.bans.includes(write.ban)) return;
    this.database.acknowledge(write.ban);
    write.source.record(write.ban);
  }
}
