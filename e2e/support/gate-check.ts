import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf } from './program';

/**
 * Runs `latchkey gate check`, in a process of its own: the service behind a proxy can be of this one.
 * @param urls as docs/gate/check.md has them
 * @param cookies the Cookie headers that they name
 * @returns the lines that it prints
 */
export async function runGateCheck(
  urls: readonly object[],
  cookies: Readonly<Record<string, string>>,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-gate-check-'));
  const file = join(folder, 'check.json');
  writeFileSync(file, JSON.stringify({ urls }));
  const args = [fileOf('common/dist/commands/main.js'), 'gate', 'check', file];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env: cookies }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  rmSync(folder, { recursive: true });
  return output.trim().split('\n');
}

/** What it says of the reports example at an origin, whose service does not echo. */
export function checkReports(origin: string, admin: string, person: string): Promise<string[]> {
  const openPaths = ['/tickets', '/account', '/api/users'];
  const urls = [
    { url: `${origin}/reports/api/me`, marker: '"authTime"', openPaths, allowed: 'ADMIN' },
    {
      ...{ url: `${origin}/reports/staff`, marker: 'What it cost', openPaths },
      ...{ allowed: 'ADMIN', refused: 'PERSON' },
    },
  ];
  return runGateCheck(urls, { ADMIN: admin, PERSON: person });
}

/** What `checkReports` prints where nothing is open. */
export const CLOSED = [
  /\/reports\/api\/me: closed, \d+ requests$/,
  /\/reports\/staff: closed, \d+ requests$/,
];
