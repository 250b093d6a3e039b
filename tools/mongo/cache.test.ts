import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachePath, installOnce } from './cache';

describe('installOnce', () => {
  const before = process.env.XDG_CACHE_HOME;
  let folder: string;
  let fills: number;

  async function fill(target: string): Promise<void> {
    fills++;
    await sleep(100);
    await writeFile(path.join(target, 'file'), '');
  }

  beforeEach(async () => {
    fills = 0;
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-cache-'));
    process.env.XDG_CACHE_HOME = folder;
  });

  afterEach(async () => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    await rm(folder, { recursive: true, force: true });
  });

  it('fills a folder once, however many ask at once', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => installOnce('tool', fill)));
    expect(new Set(folders)).toEqual(new Set([await cachePath('tool')]));
    expect(fills).toBe(1);
    expect(await readdir(path.join(folder, 'latchkey'))).toEqual(['tool']);
  });

  it('leaves nothing of a failure behind, and tries again', async () => {
    await expect(installOnce('tool', () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    );
    expect(await readdir(path.join(folder, 'latchkey'))).toEqual([]);
    await installOnce('tool', fill);
    expect(fills).toBe(1);
  });

  it('takes over the lock of a process that has died', async () => {
    const neverAProcess = 2 ** 22 + 1;
    await writeFile(await cachePath('tool.lock'), String(neverAProcess));
    await installOnce('tool', fill);
    expect(fills).toBe(1);
  });
});
