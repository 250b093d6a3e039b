import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from '@jest/globals';
import { sessionCookie } from '../src/testing';
import { revoked } from './support/feed-server';
import { endFollowing, serve } from './support/following';
import { SECRET } from './support/tokens';

const PACKAGE = join(__dirname, '..');
const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const [example = ''] = /(?<=```ts\n)import express[^`]*onRevoked[^`]*/.exec(readme) ?? [];

let end: () => void = () => undefined;
afterEach(() => end());
afterEach(endFollowing);

it('the example of a stream in the README ends it when its user is banned', async () => {
  const feed = await serve();
  const env = { JWT_KEY: SECRET, REVOCATIONS_URL: feed.url };
  const anyPort = "const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))";
  const script = example.replace('app.listen(3000)', anyPort);
  const service = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: PACKAGE, env });
  end = () => void service.kill();
  const [port] = (await once(service.stdout.setEncoding('utf8'), 'data')) as [string];

  process.env.JWT_KEY = SECRET;
  const headers = { cookie: sessionCookie({ id: 'ada' }) };
  const asked = get({ host: '127.0.0.1', port: Number(port), path: '/api/news', headers });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const [welcome] = (await once(response.setEncoding('utf8'), 'data')) as [string];
  expect(welcome).toBe('data: welcome\n\n');
  feed.send(revoked('user.ada.1'));
  expect(await text(response)).toBe('event: signed-out\ndata: bye\n\n');
});
