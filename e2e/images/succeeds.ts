import { spawnSync } from 'node:child_process';

/** Whether a program is on PATH and ends well. */
export function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
