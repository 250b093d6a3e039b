import type { TestAuth } from './auth-service';
import { untilLater } from './event-stream';

export const SNAPSHOT_PATH = '/revocations/snapshot';

/** Lets a replica know that many sessions were ended, each until the same time. */
export function endMany({ services }: TestAuth, count: number, name = 'session', until = untilLater()): void {
  const { list } = services.revocations;
  for (let n = 0; n < count; n++) list.add({ kind: 'session', session: `${name}-${n}`, until });
}

/** Takes the snapshot of a replica. @returns its lines, as objects */
export async function takeSnapshot({ internalUrl }: TestAuth, encoding = 'gzip') {
  const headers = { 'accept-encoding': encoding };
  const response = await fetch(internalUrl + SNAPSHOT_PATH, { headers });
  const lines = (await response.text()).trimEnd().split('\n');
  return { response, lines: lines.map((line) => JSON.parse(line) as unknown) };
}

/** How many snapshots are being sent, as the metrics tell. */
export async function snapshotsInFlight(auth: TestAuth): Promise<number> {
  const { text } = await auth.internal().get('/metrics').expect(200);
  return Number(/^latchkey_revocations_snapshots (.*)$/m.exec(text)![1]);
}
