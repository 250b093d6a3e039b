import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guardedProxy } from '../support/guarded-proxy';

const COMMAND = join(__dirname, '../../dist/commands/main.js');
let folder: string;
let stop: (() => void) | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-gate-check-'));
});
afterEach(() => stop?.());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; the servers that it asks are of this process, so it is waited for without blocking. */
function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ADA: 'session=ada' } };
    execFile(process.execPath, [COMMAND, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** Writes a file to check. */
async function checkOf(hole: Parameters<typeof guardedProxy>[0], fields = {}): Promise<string> {
  const proxy = await guardedProxy(hole);
  stop = proxy.stop;
  writeFileSync(join(folder, 'check.json'), JSON.stringify({ urls: [{ url: proxy.url, ...fields }] }));
  return proxy.url;
}

describe('latchkey gate check', () => {
  it('is 0 where all is closed', async () => {
    const url = await checkOf({}, { allowed: 'ADA', echo: true });
    const { code, stdout, stderr } = await run('gate', 'check', 'check.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\d+ requests/, 'N requests')).toBe(`${url}: closed, N requests\n`);
  });

  it('is 1 where anything is open, and says what', async () => {
    const url = await checkOf({ passes: ({ method }) => method === 'HEAD' });
    const { code, stdout } = await run('gate', 'check', 'check.json');
    expect(code).toBe(1);
    expect(stdout.replace(/\d+ requests/, 'N requests')).toBe(
      `${url}: 1 open, N requests\n  open: HEAD, without credentials (HEAD /private/reports): the service answered 200\n`,
    );
  });

  it('is 1 where nothing can be judged', async () => {
    const url = await checkOf({});
    stop?.();
    const { code, stdout } = await run('gate', 'check', 'check.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(`${url}: not decided, 1 requests\n  not decided: the URL as it is`);
  });

  it('is 1 for a file that is not there or not right', async () => {
    expect(await run('gate', 'check', 'none.json')).toMatchObject({ code: 1, stderr: /ENOENT/ });
    writeFileSync(join(folder, 'wrong.json'), '{}');
    expect(await run('gate', 'check', 'wrong.json')).toMatchObject({ code: 1, stdout: '' });
  });

  it.each([[['gate']], [['gate', 'check']], [['gate', 'check', 'a', 'b']], [['gate', 'open', 'a']], [[]]])(
    'is 2 with its usage for %j',
    async (args) => {
      const { code, stderr } = await run(...args);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^Usage: npx @latchkey\/common migrate .+\n +npx @latchkey\/common gate check FILE\n/,
      );
    },
  );
});
