import { setTimeout as sleep } from 'node:timers/promises';
import { gaugeOf } from './gauges';
import type { Person } from './people';
import { knock, type Service } from './services';
import { until } from './until';

const AGE = 'latchkey_revocations_as_of_age_seconds';
const PAUSE_MS = 50;

/**
 * Until when a service says that it knows all that is revoked.
 * @returns ms since 1970, and never later than it is in truth; -Infinity without an answer
 */
export async function asOfOf(service: Service): Promise<number> {
  const asked = Date.now();
  const age = await gaugeOf(service, AGE);
  return Number.isFinite(age) ? asked - age * 1000 : -Infinity;
}

/** Watches whether services keep what their as-of promises: nobody is let in who was banned before it. */
export interface PromiseWatch {
  /** To be told once a ban is answered, or once it is written. */
  banned(person: Person): void;
  /** Waits until each service has an as-of later than the bans until now, and has refused each who was banned. */
  kept(): Promise<void>;
  /** What was broken until now. */
  broken(): readonly string[];
  stop(): Promise<void>;
}

export function watchPromise(services: readonly Service[]): PromiseWatch {
  const bans: { readonly person: Person; readonly at: number; readonly kept: Set<Service> }[] = [];
  const broken = new Set<string>();
  let isOver = false;

  async function look(service: Service): Promise<void> {
    const asOf = await asOfOf(service);
    for (const { person, kept } of bans.filter((ban) => ban.at < asOf)) {
      const answer = await knock(service, person);
      if (answer === 'token_revoked') kept.add(service);
      else if (answer !== 'no answer')
        broken.add(`${service.url} answered ${answer}, though its as-of is after the ban of ${person.id}`);
    }
  }
  const watching = services.map(async (service) => {
    while (!isOver) {
      await look(service);
      await sleep(PAUSE_MS);
    }
  });

  return {
    banned: (person) => void bans.push({ person, at: Date.now(), kept: new Set() }),
    async kept() {
      const known = [...bans];
      await until(
        () => `all of ${services.length} services keep what they promise; broken: ${[...broken].join('; ')}`,
        () => known.map(({ kept }) => kept.size),
        (counts) => broken.size > 0 || counts.every((count) => count === services.length),
      );
    },
    broken: () => [...broken],
    async stop() {
      isOver = true;
      await Promise.all(watching);
    },
  };
}
