import type { RevocationLog } from '../../src/revocations/revocation-log';
import { stopClock } from './clock';
import { createTestLog, startPrimary, WINDOW_MS } from './primary';
import { startWritten } from './written';

/** The logs of two replicas that have read the same documents; `restartClock` has to follow. */
export async function startTwoLogs() {
  const clock = stopClock();
  const primary = startPrimary();
  const written = startWritten(primary);
  const newLog = () => createTestLog(WINDOW_MS, primary);
  const [here, there] = [newLog(), newLog()];

  async function read(...logs: RevocationLog[]): Promise<void> {
    for (const log of logs) await log.readNew([written.source]);
  }
  async function passAndRead(ms: number, ...logs: RevocationLog[]): Promise<void> {
    clock.pass(ms);
    await read(...logs);
  }

  await read(here, there);
  return { clock, primary, written, newLog, here, there, read, passAndRead };
}

export type TwoLogs = Awaited<ReturnType<typeof startTwoLogs>>;

/** What a follower that resumes is told, by the names of sessions and users; undefined when it cannot resume. */
export function told(log: RevocationLog, position: string): string[] | undefined {
  const entries = log.since(position);
  return entries && [...entries].map((each) => (each.kind === 'session' ? each.session : each.user));
}
