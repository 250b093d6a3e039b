import { type RunningContestant } from './contestants.js';
import { ROUTE } from './route.js';

/**
 * Makes sure that a contestant does its work: it knows its user, and lets nobody else in. What skips the work would
 * win every comparison.
 */
export async function checkContestant({ name, server, isOpen }: RunningContestant): Promise<void> {
  const url = `http://127.0.0.1:${server.port}${ROUTE}`;
  const known = await fetch(url, { headers: server.credentials as Record<string, string> });
  const { user } = (await known.json()) as { user?: unknown };
  if (known.status !== 200 || typeof user !== 'string' || user === '') {
    throw new Error(`${name} did not let its own user in: ${known.status}`);
  }
  const nobody = await fetch(url);
  await nobody.body?.cancel();
  const expected = isOpen ? 200 : 401;
  if (nobody.status !== expected) throw new Error(`${name} answered nobody with ${nobody.status}`);
}
