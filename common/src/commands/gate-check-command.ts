import { readFile } from 'fs/promises';
import { checkUrl } from '../gate-check/check-url';
import { parseCheckFile } from '../gate-check/check-file';
import { linesOf } from '../gate-check/report';
import type { Command } from './command';

/**
 * Reads `check FILE`, behind `gate`. The exit code is 1 when anything is open, or cannot be judged.
 * @param env where the cookies are that the file names
 * @returns undefined when the arguments are others
 */
export function gateCheckCommand(
  [verb, file, ...more]: readonly string[],
  env: NodeJS.ProcessEnv,
): Command | undefined {
  if (verb !== 'check' || file === undefined || file.startsWith('-') || more.length > 0) return undefined;
  return async () => {
    const lines: string[] = [];
    let isClosed = true;
    // One after the other: what is checked may count requests, and is somebody's production.
    for (const checked of parseCheckFile(await readFile(file, 'utf8'), env)) {
      const result = await checkUrl(checked);
      lines.push(...linesOf(result));
      isClosed &&= result.open.length === 0 && result.undecided.length === 0;
    }
    return { lines, exitCode: isClosed ? 0 : 1 };
  };
}
