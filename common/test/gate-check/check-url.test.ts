import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { check, checkAt, COOKIES, triedIn, USERS } from '../support/gate-check';
import { guardedProxy, MARKER, served, type Hole } from '../support/guarded-proxy';

let stop: (() => void) | undefined;
afterEach(() => stop?.());

describe('a proxy that asks about everything', () => {
  it.each<[string, Hole, object]>([
    ['and echoes', {}, { ...USERS, echo: true }],
    ['and tells nothing', { isSilent: true }, USERS],
    ['and has a marker', { isSilent: true }, { ...USERS, marker: MARKER }],
    ['without users to ask as', {}, { echo: true }],
    ['and lets guests in as guests', { letsGuestsIn: true }, { ...USERS, echo: true, guests: true }],
  ])('is closed (%s)', async (_what, hole, fields) => {
    const { open, undecided, depends, sent } = await check(hole, fields);
    expect({ open, undecided, depends }).toEqual({ open: [], undecided: [], depends: [] });
    expect(sent).toBeGreaterThan(70);
  });
});

it('a proxy is asked at another address, by the name of the URL and by a foreign one', async () => {
  const hosts = new Set<string | undefined>();
  const server = createServer(({ headers }, res) => {
    hosts.add(headers.host);
    res.writeHead(401).end();
  });
  const { url, stop: end } = await served(server);
  stop = end;
  const found = await checkAt('http://reports.example.com/', { connect: new URL(url).host });
  expect(found).toMatchObject({ open: [], undecided: [] });
  expect([...hosts]).toEqual(['reports.example.com', 'localhost']);
});

describe('what is open', () => {
  it('is all that is called open', async () => {
    const { open } = await check({ passes: ({ method }) => method === 'HEAD' });
    expect(open).toEqual([
      'HEAD, nobody: the service answered 200',
      'HEAD, refused: the service answered 200',
    ]);
  });

  it('can depend on the service: a path that only lenient ones read as that of the URL', async () => {
    const server = createServer(({ url, headers }, res) => {
      if (url!.startsWith('/latchkey-check/')) res.end(JSON.stringify({ url, headers }));
      else res.writeHead(401).end();
    });
    const { url, stop: end } = await served(server, '/private/');
    stop = end;
    const { open, depends } = await checkAt(url, { echo: true });
    expect(triedIn(open)).toContain('encoded dots behind /latchkey-check/');
    expect(triedIn(depends)).toEqual([
      'dots that are encoded twice behind /latchkey-check/',
      'dots with a parameter behind /latchkey-check/',
    ]);
  });

  it('can be a spoofed identity, where guests may enter', async () => {
    const hole = { letsGuestsIn: true, handsOn: () => true };
    const { open } = await check(hole, { echo: true, guests: true });
    expect(open[0]).toBe('X-User-*, nobody: the service received x-user-id: latchkey-spoofed');
  });

  it('is seen by a status alone, where the service does not echo', async () => {
    const hole: Hole = { isSilent: true, passes: ({ url }) => url!.startsWith('//') };
    expect((await check(hole, {})).open).toContain('a doubled slash, nobody: the service answered 200');
  });

  it('is seen by a marker, and not by a page that answers at every path', async () => {
    const server = createServer(({ url }, res) => {
      const isThere = url!.startsWith('//private');
      res.writeHead(url!.startsWith('/private') ? 401 : 200).end(isThere ? MARKER : `<app at="${url}">`);
    });
    const { url, stop: end } = await served(server, '/private/');
    stop = end;
    expect(triedIn((await checkAt(url, { marker: MARKER })).open)).toEqual(['a doubled slash']);
  });

  it('can be a cache that answers to nobody what it answered to a user', async () => {
    const kept = new Map<string, string>();
    const server = createServer(({ url = '', headers }, res) => {
      if (headers.cookie === COOKIES.ALLOWED && url.endsWith('.css')) kept.set(url, 'hello, Ada');
      const answer = headers.cookie === COOKIES.ALLOWED ? 'hello, Ada' : kept.get(url);
      res.writeHead(answer === undefined ? 401 : 200).end(answer);
    });
    const { url, stop: end } = await served(server, '/private');
    stop = end;
    const { open } = await checkAt(url, { allowed: 'ALLOWED' });
    expect(open.filter((text) => text.includes('cache'))).toEqual([
      'a cache of style sheets, nobody: the service answered 200',
      'a cache of style sheets, by a parameter, nobody: the service answered 200',
    ]);
  });

  it('can be the URL itself, which one request shows', async () => {
    expect(await check({ passes: () => true })).toMatchObject({
      open: ['the URL as it is, nobody: the service answered 200'],
      undecided: [],
      sent: 1,
    });
  });
});

describe('what cannot be judged is said', () => {
  it.each([
    ['answers 502', 502, 'answered 502, which is no refusal'],
    ['answers 429', 429, 'answered 429, which is no refusal'],
  ])('a proxy that %s', async (_what, status, seen) => {
    const { url, stop: end } = await served(createServer((_req, res) => void res.writeHead(status).end()));
    stop = end;
    const { open, undecided } = await checkAt(url, {});
    expect({ open, undecided }).toEqual({ open: [], undecided: [`the URL as it is, nobody: ${seen}`] });
  });

  it('a proxy that is not there', async () => {
    const { url, stop: end } = await served(createServer());
    end();
    const { undecided } = await checkAt(url, {});
    expect(undecided).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  it('a user who should get in and does not', async () => {
    const proxy = await guardedProxy();
    stop = proxy.stop;
    const { undecided } = await checkAt(proxy.url, { allowed: 'REFUSED', echo: true });
    expect(undecided).toEqual([
      'the URL as it is, allowed: answered 403, and the cookies of `allowed` must get in',
    ]);
  });

  it('a proxy that has enough', async () => {
    let asked = 0;
    const server = createServer((_req, res) => void res.writeHead((asked += 1) > 20 ? 429 : 401).end());
    const { url, stop: end } = await served(server);
    stop = end;
    const { undecided } = await checkAt(url, {});
    expect(undecided[0]).toMatch(/: too many requests \(429\)$/);
  });
});
