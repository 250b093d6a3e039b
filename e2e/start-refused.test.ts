import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import { answersOn, useLocalRuns } from './support/local-run';

jest.setTimeout(180_000);

const { folder, start } = useLocalRuns();

describe('npm start that cannot run', () => {
  it('says in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const run = start({ PORT: String(port) });
    expect((await run.exit)[0]).toBe(1);
    expect(run.output().trim()).toMatch(new RegExp(`^npm start: port ${port} is in use\\. .+$`));
    other.close();
  });

  it('says what is wrong with JWT_KEY, without repeating it', async () => {
    const run = start({ JWT_KEY: 'too-short-a-key' });
    expect((await run.exit)[0]).toBe(1);
    expect(run.output()).toMatch(/JWT_KEY .*at least 32 are needed; make one with: openssl/);
    expect(run.output()).not.toContain('too-short-a-key');
  });

  it('says what to do where no MongoDB is to be had', async () => {
    const [port] = await freePorts(1);
    const nowhere = 'http://127.0.0.1:1';
    const run = start({
      PORT: String(port),
      PATH: join(folder, 'empty'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      HTTPS_PROXY: nowhere,
      https_proxy: nowhere,
      LATCHKEY_DATA: join(folder, 'other-data'),
    });
    expect((await run.exit)[0]).toBe(1);
    expect(run.output()).toMatch(/npm start: No MongoDB to be had here: .*Set MONGO_URI, or install mongod/);
    expect(await answersOn(port!)).toBe(false);
  });
});
