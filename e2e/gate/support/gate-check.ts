import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf } from '../../support/program';
import type { House } from './house';
import { PUBLIC_HOST } from './proxy';

/** What `latchkey gate check` has to say of the proxy of a house. @returns what is open or not decided */
export async function gateCheck({ ports, people }: House): Promise<string[]> {
  const { plain, staff } = people.credentials;
  const of = (path: string, fields: object) => ({
    url: `http://${PUBLIC_HOST}${path}`,
    connect: `127.0.0.1:${ports.proxy}`,
    echo: true,
    openPaths: ['/public/', '/api/users/'],
    ...fields,
  });
  const urls = [
    of('/reports/x', { allowed: 'STAFF', refused: 'PLAIN' }),
    of('/app/x?a=b', { allowed: 'PLAIN' }),
    of('/guest/x', { guests: true, allowed: 'PLAIN' }),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-gate-check-'));
  try {
    const file = join(folder, 'check.json');
    writeFileSync(file, JSON.stringify({ urls }));
    const lines = await run(file, { PLAIN: plain.cookie, STAFF: staff.cookie });
    // The service of the tests reads paths as they are.
    return lines.filter((line) => !/^http\S+: closed, \d+ requests$|^ {2}depends: /.test(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the command; the service behind the proxy is of this process, so nothing may block it. */
function run(file: string, cookies: Readonly<Record<string, string>>): Promise<string[]> {
  const args = [fileOf('common/dist/commands/main.js'), 'gate', 'check', file];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: cookies }, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`.trim().split('\n')),
    );
  });
}
