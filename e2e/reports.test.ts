import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '@latchkey/tools/dist/ports';
import { untilListening } from './support/listening';
import { describeWithPython, spawnReports } from './support/python';
import { rawGet, rawRequest } from './support/raw-request';

const ADA = {
  'X-User-Id': 'ada',
  'X-User-Email': 'ada%2Bx%40example.com',
  'X-User-Roles': 'staff,a%2Cb',
  'X-User-Acr': 'aal2',
  'X-User-Amr': 'pwd,otp',
  'X-User-Auth-Time': '1795803900',
};

describeWithPython('the reports example', () => {
  let port: number;
  let child: ChildProcess;
  let output = '';

  beforeAll(async () => {
    port = await freePort();
    child = spawnReports(port);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (text) => (output += String(text)));
    await untilListening(child, port);
  });

  afterAll(() => void child.kill('SIGKILL'));

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });

  it('knows who is asking from the headers alone', async () => {
    expect(await (await get('/reports/api/me', ADA)).json()).toEqual({
      id: 'ada',
      email: 'ada+x@example.com',
      roles: ['staff', 'a,b'],
      acr: 'aal2',
      amr: ['pwd', 'otp'],
      authTime: 1795803900,
    });
    const nobody = { id: null, email: null, roles: [], acr: null, amr: [], authTime: null };
    const empty = Object.fromEntries(Object.keys(ADA).map((name) => [name, '']));
    expect(await (await get('/reports/api/me', empty)).json()).toEqual(nobody);
    expect(await (await get('/reports/api/me')).json()).toEqual(nobody);
  });

  it.each(['/reports', '/reports/staff'])(
    'shows the page %s, with nothing of a header in its markup',
    async (path) => {
      const answer = await get(path, { ...ADA, 'X-User-Email': '%3Cscript%3E', 'X-User-Roles': '%3Cb%3E' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const text = await answer.text();
      expect(text).toContain('&lt;script&gt;');
      expect(text).toContain('&lt;b&gt;');
      expect(text).not.toMatch(/<script|<b>/);
    },
  );

  it.each([
    '/reports/Staff',
    '/reports//staff',
    '//reports/staff',
    '/reports/%73taff',
    '/reports/staff/',
    '/x/../reports/staff',
  ])('does not take %s for a page, so that no policy of another path counts', async (path) => {
    expect(await rawGet(port, path)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each([
    ['Content-Length', (body: string) => `Content-Length: ${body.length}\r\n\r\n${body}`],
    ['a Content-Length that Python does not see', (body: string) => `Content-Length : 1\r\n\r\n${body}`],
    [
      'Transfer-Encoding',
      (body: string) =>
        `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ])('does not read the body of a GET as a request: %s', async (_what, withBody) => {
    const hidden =
      'GET /reports/api/me HTTP/1.1\r\nHost: a\r\nX-User-Id: mallory\r\nConnection: close\r\n\r\n';
    const answer = await rawRequest(port, `GET /healthz HTTP/1.1\r\nHost: a\r\n${withBody(`\r\n${hidden}`)}`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
    expect(answer).not.toContain('mallory');
  });

  it('answers HEAD as GET, without the body', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '3',
      '',
    ]);
  });

  it('goes on when clients have gone, and logs nothing of them (below)', async () => {
    for (let n = 0; n < 20; n++) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /reports HTTP/1.1\r\nHost: a\r\n\r\n');
      socket.resetAndDestroy();
    }
    expect((await get('/healthz')).status).toBe(200);
  });

  it('ends when told, and has logged no request', async () => {
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(output).toBe('');
  });
});
