import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { asOf, revoked, stream } from '../support/feed-server';
import { endFollowing, serve } from '../support/following';
import { until } from '../support/until';

afterEach(endFollowing);

const LIBRARY = join(__dirname, '../../dist/index.mjs');

/**
 * Runs a module as a process of its own, on the built library.
 * @returns what it printed once it has ended by itself; rejects when it fails, or does not end
 */
async function run(url: string, ...lines: string[]): Promise<string> {
  const script = [`import { followRevocations } from ${JSON.stringify(LIBRARY)};`, ...lines].join('\n');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--no-warnings', '--eval', script, url],
    { timeout: 20_000 },
  );
  return stdout;
}

const FOLLOW = 'const followed = followRevocations({ url: process.argv[1] });';

describe('a process that follows', () => {
  it('lives until it is ready, and is not kept from ending by an open connection', async () => {
    const server = await serve(stream());
    const ended = run(
      server.url,
      FOLLOW,
      'await followed.ready();',
      'console.log(followed.status().entries);',
    );
    await until('it is connected', () => server.open === 1);
    server.send(revoked('user.ada.4'), asOf());
    expect(await ended).toBe('1\n');
  });

  it('is not kept from ending while it tries to connect', async () => {
    const server = await serve();
    await server.stop();
    const oneRetry = "process.once('warning', () => setTimeout(() => console.log('tried'), 300));";
    expect(await run(server.url, FOLLOW, oneRetry)).toBe('tried\n');
  });

  it('is not kept from ending by a server that answers nothing', async () => {
    const server = await serve(() => undefined);
    const ended = run(server.url, FOLLOW, "setTimeout(() => console.log('bye'), 1000);");
    await until('it asked', () => server.open === 1);
    expect(await ended).toBe('bye\n');
  });

  it('goes on when a listener of the service throws, and so do the other listeners', async () => {
    const server = await serve();
    const ended = run(
      server.url,
      FOLLOW,
      "process.on('uncaughtException', ({ message }) => console.log(message));",
      'await followed.ready();',
      "const ada = { sub: 'ada', sid: 'one', gen: 3 };",
      "followed.watch(ada, () => { throw new Error('thrown'); });",
      "followed.watch(ada, () => console.log('told'));",
      "followed.watch({ ...ada, sub: 'bob' }, () => { console.log('told later'); clearInterval(living); });",
      'const living = setInterval(() => undefined, 1000);',
    );
    await until('it is connected', () => server.open === 1);
    server.send(revoked('user.ada.4'));
    server.send(revoked('session.one'));
    expect(await ended).toBe('thrown\ntold\ntold later\n');
  });
});
