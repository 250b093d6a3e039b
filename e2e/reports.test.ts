import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '@latchkey/tools/dist/mongo/port';
import { untilListening } from './support/listening';
import { describeWithPython, spawnReports } from './support/python';
import { rawGet } from './support/raw-request';

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

  it('ends when told, and has logged no request', async () => {
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(output).toBe('');
  });
});
