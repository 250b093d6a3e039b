import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import { parseCheckFile } from '../../src/gate-check/check-file';
import { checkUrl } from '../../src/gate-check/check-url';
import { encodeSessionCookie } from '../../src/protocol';
import { served } from '../support/guarded-proxy';

const TOKEN = 'a.b.c';
const COOKIE = `__Host-session=${encodeSessionCookie(TOKEN)}`;

/** What a check says of a proxy that hands these headers on. @param more what the file has, too */
async function openWhere(handsOn: readonly string[], more: object = {}): Promise<string[]> {
  const server = createServer(({ url, headers }, res) => {
    if (headers.cookie !== COOKIE) return void res.writeHead(401).end();
    const arriving = Object.fromEntries(handsOn.map((name) => [name, headers[name] ?? '']));
    res.end(JSON.stringify({ url, headers: arriving }));
  });
  const { url, stop } = await served(server, '/private/');
  const file = { urls: [{ url, allowed: 'ALLOWED', echo: true, ...more }] };
  try {
    const [checked] = parseCheckFile(JSON.stringify(file), { ALLOWED: COOKIE });
    const { open } = await checkUrl(checked!);
    return open.map(({ seen }) => seen).filter((seen) => seen.startsWith('the service received'));
  } finally {
    stop();
  }
}

it.each([
  [['cookie'], ['the service received the session cookie']],
  [['authorization'], ['the service received a bearer token']],
  [
    ['cookie', 'authorization'],
    ['the service received the session cookie', 'the service received a bearer token'],
  ],
  [['accept'], []],
])('what arrives by %j is open: %j', async (handsOn, seen) => {
  expect(await openWhere(handsOn)).toEqual(seen);
});

it('nothing of it is, where the file says that the policy hands tokens on', async () => {
  expect(await openWhere(['cookie', 'authorization'], { handOn: true })).toEqual([]);
});
