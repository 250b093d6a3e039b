import { setTimeout as sleep } from 'node:timers/promises';
import { startServer, type ServerProcess } from '../../lib/child.js';
import { type Person } from '../../auth/people.js';

/** When a service's list first refused somebody, in ms on the machine's clock, by the user's id. */
export type Refusals = Readonly<Record<string, number>>;

/** A process of `service.ts`. */
export type Service = ServerProcess;

const TIMEOUT_MS = 10_000;
/** Longer than a service waits for its feed. */
const FOLLOW_TIMEOUT_MS = 90_000;
const POLL_MS = 20;

export function startService(env: NodeJS.ProcessEnv): Promise<Service> {
  return startServer(new URL('./service.js', import.meta.url), env);
}

/**
 * Makes a service follow a feed.
 * @returns once its list is complete
 */
export async function follow(service: Service, url: string): Promise<void> {
  await ask(service, 'PUT', '/feed', { url }, FOLLOW_TIMEOUT_MS);
}

export async function unfollow(service: Service): Promise<void> {
  await ask(service, 'DELETE', '/feed');
}

/** Makes a service note when its list first refuses each of these people. */
export async function watch(service: Service, people: readonly Person[]): Promise<void> {
  await ask(
    service,
    'PUT',
    '/watched',
    people.map(({ claims }) => claims),
  );
}

/**
 * When a service's list first refused each of the people it watches.
 * @throws Error when it still lets one of them in after ten seconds
 */
export async function refusalsOf(service: Service, people: readonly Person[]): Promise<Refusals> {
  for (const last = Date.now() + TIMEOUT_MS; Date.now() < last; await sleep(POLL_MS)) {
    const refusals = (await (await ask(service, 'GET', '/refusals')).json()) as Refusals;
    if (people.every(({ claims }) => refusals[claims.sub] !== undefined)) return refusals;
  }
  throw new Error('A service still lets a banned person in after ten seconds');
}

async function ask(
  { port }: Service,
  method: string,
  path: string,
  body?: unknown,
  timeoutMs = TIMEOUT_MS,
): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`A service answered ${method} ${path} with ${answer.status}`);
  return answer;
}
