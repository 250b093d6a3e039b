import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cachePath } from './cache';
import { startMongo } from './index';

/** Takes mongod's options and listens, which is all that startMongo waits for. */
const FAKE_MONGOD = `#!${process.execPath}
if (process.argv[2] === '--version') process.exit(0);
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
require('node:net').createServer().listen(Number(option('--port')), option('--bind_ip'));
`;

describe('startMongo', () => {
  const before = { PATH: process.env.PATH, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-start-'));
    process.env.XDG_CACHE_HOME = folder;
    await writeFile(await cachePath('mongod-download-failed'), 'mongod could not be downloaded (no network)');
  });

  afterEach(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('takes the mongod on PATH first', async () => {
    const mongod = path.join(folder, 'mongod');
    await writeFile(mongod, FAKE_MONGOD);
    await chmod(mongod, 0o755);
    process.env.PATH = `${folder}${path.delimiter}${before.PATH}`;
    const server = await startMongo();
    await server.stop();
    expect(server.kind).toBe('mongod');
  });

  it('says in one line what was missing and what to do, and remembers a failed download', async () => {
    process.env.PATH = folder;
    await expect(startMongo()).rejects.toThrow(
      'No MongoDB to be had here: mongod is not on PATH; mongod could not be downloaded (no network); ' +
        'javac is not on PATH. Set MONGO_URI, or install mongod, or install Maven and a JDK of 17 or newer.',
    );
  });
});
