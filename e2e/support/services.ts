import { setTimeout as sleep } from 'node:timers/promises';
import { send, type Person } from './people';
import { type Hop } from './hop';
import { type Program } from './program';
import { until } from './until';

const KNOCK_MS = 100;

export type Feed = 'sse' | 'nats';
export type OnOutage = 'allow' | 'deny';

/** A service on the library, behind a piece of network of its own to where its revocations come from. */
export interface Service extends Program {
  readonly feed: Feed;
  readonly onOutage: OnOutage;
  readonly hop: Hop;
}

/**
 * Asks a service as somebody. An empty ticket is refused by its fields and not by the database, once the person is let in.
 * @returns `in`, the code with which they were not let in, or `no answer`
 */
export async function knock({ url }: Program, person: Person): Promise<string> {
  const answer = await send('POST', `${url}/api/tickets`, { ...person }).catch(() => undefined);
  if (!answer) return 'no answer';
  return answer.body.code === 'validation_failed' ? 'in' : String(answer.body.code);
}

/** Waits until each of the services answers somebody so. */
export async function untilAll(services: readonly Service[], person: Person, answer: string): Promise<void> {
  await Promise.all(
    services.map((service) =>
      until(
        () =>
          `the ${service.feed} service with ${service.onOutage} answers ${answer}; it said: ${service.errors()}`,
        () => knock(service, person),
        (seen) => seen === answer,
      ),
    ),
  );
}

/** Those of the services that do this in an outage. */
export function those(services: readonly Service[], onOutage: OnOutage): readonly Service[] {
  return services.filter((service) => service.onOutage === onOutage);
}

/**
 * Knocks over and over, while something happens, at those services that must let people in during any outage.
 * @returns every answer but `in`
 */
export async function refusalsDuring(
  services: readonly Service[],
  person: Person,
  happens: () => Promise<void>,
): Promise<string[]> {
  let over = false;
  const refusals: string[] = [];
  const knocking = (async () => {
    while (!over) {
      for (const service of those(services, 'allow')) {
        const answer = await knock(service, person);
        if (answer !== 'in') refusals.push(`${service.feed}: ${answer}`);
      }
      await sleep(KNOCK_MS);
    }
  })();
  try {
    await happens();
  } finally {
    over = true;
    await knocking;
  }
  return refusals;
}
