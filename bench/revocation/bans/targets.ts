import { load } from '../../lib/load.js';
import { encodeRequest } from '../../lib/http.js';
import { startServer } from '../../lib/child.js';
import { ROUTE } from '../../verify/route.js';
import { type House } from './house.js';
import { type Person } from '../../auth/people.js';
import { follow, startService, unfollow, watch, type Service } from './services.js';

/** Services that a ban has to reach. */
export interface Target {
  readonly name: string;
  readonly services: readonly Service[];
  /** The URL of the feed that they follow; without one they ask the auth service on each request. */
  readonly feed: string | undefined;
}

export const MANY = 20;
export const ASKING = 'asking auth on each request';

const nameOf = (feed: string, services: number) =>
  `${feed}, ${services} ${services === 1 ? 'service' : 'services'}`;

/** Starts the services and gives them in the order of a round. */
export async function startTargets(house: House): Promise<Target[]> {
  const services = await Promise.all(Array.from({ length: MANY }, () => startService(house.env)));
  const asking = await startServer(new URL('./asking-service.js', import.meta.url), house.env);
  const groups = [services.slice(0, 1), services];
  return [
    ...[...house.feeds].flatMap(([feedName, feed]) =>
      groups.map((group) => ({ name: nameOf(feedName, group.length), services: group, feed })),
    ),
    { name: ASKING, services: [asking], feed: undefined },
  ];
}

/**
 * Makes a target's services follow their feed, does the work, and makes them leave it.
 * @param people whom the services watch
 */
export async function following<T>(
  { services, feed }: Target,
  people: readonly Person[],
  work: () => Promise<T>,
): Promise<T> {
  if (feed === undefined) return work();
  for (const service of services) {
    await follow(service, feed);
    await watch(service, people);
  }
  const result = await work();
  for (const service of services) await unfollow(service);
  return result;
}

/** @throws Error when a service does not do with each of these people what it should */
export async function expectAll(
  services: readonly Service[],
  people: readonly Person[],
  expected: 'let in' | 'refused',
): Promise<void> {
  for (const { port } of services) {
    const requests = people.map(({ cookie }) => encodeRequest({ path: ROUTE, headers: { Cookie: cookie } }));
    const nextRequest = () => requests.pop();
    const { failures } = await load({ port, connections: 1, seconds: 60, nextRequest });
    if (failures !== (expected === 'refused' ? people.length : 0))
      throw new Error(
        `A service refused ${failures} of ${people.length} people, who should all be ${expected}`,
      );
  }
}
