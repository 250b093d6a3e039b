import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Takes mongod's options and listens, which is all that startMongo waits for. */
const FAKE_MONGOD = `#!${process.execPath}
if (process.argv[2] === '--version') process.exit(0);
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
require('node:net').createServer().listen(Number(option('--port')), option('--bind_ip'));
`;

describe('startMongo', () => {
  let folder: string;

  /** The kind of server that startMongo starts where nothing but this folder is on PATH, or its error. */
  async function startElsewhere(): Promise<string> {
    const built = JSON.stringify(path.join(__dirname, '../dist/mongo'));
    const code = `require(${built}).startMongo().then(async (server) => {
      await server.stop();
      console.log(server.kind);
    }, (fault) => console.log(fault.message));`;
    const env = { PATH: folder, XDG_CACHE_HOME: folder };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { env });
    return stdout.trim();
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-start-'));
    await mkdir(path.join(folder, 'latchkey'));
    const note = path.join(folder, 'latchkey', 'mongod-download-failed');
    await writeFile(note, 'mongodb-memory-server cannot give one (no network)');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes the mongod on PATH first', async () => {
    await writeFile(path.join(folder, 'mongod'), FAKE_MONGOD, { mode: 0o755 });
    expect(await startElsewhere()).toBe('mongod');
  });

  it('says in one line what was missing and what to do, and remembers a failed download', async () => {
    expect(await startElsewhere()).toBe(
      'No MongoDB to be had here: mongod is not on PATH; mongodb-memory-server cannot give one (no network); ' +
        'javac is not on PATH. Set MONGO_URI, or install mongod, or install Maven and a JDK of 17 or newer.',
    );
  });
});
