import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { serve, type ServeOptions } from '../../src/server';
import { until } from '../support/until';

let stopping = new AbortController();
let serving: Promise<void> | undefined;
afterEach(async () => {
  stopping.abort();
  await serving?.catch(() => undefined);
  stopping = new AbortController();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(options: Partial<ServeOptions> = {}) {
  const [port, internalPort] = [await freePort(), await freePort()];
  const events: string[] = [];
  serving = serve({
    port,
    internalPort,
    host: '127.0.0.1',
    stop: stopping.signal,
    log: { info: (_fields, message) => void events.push(message) },
    start: () => (_req, res) => void res.end('served'),
    end: () => Promise.resolve(events.push('ended')),
    ...options,
  });
  serving.catch(() => undefined);
  /** 0 while nothing listens. */
  const status = (path: string) =>
    fetch(`http://127.0.0.1:${internalPort}${path}`).then(
      (it) => it.status,
      () => 0,
    );
  const ask = () => fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return { serving, events, status, ask };
}

describe('serve', () => {
  it('is ready once the application answers, and ends at the stop', async () => {
    const { serving, events, status, ask } = await start();
    await until('ready', async () => (await status('/readyz')) === 200);
    expect(await (await ask()).text()).toBe('served');
    stopping.abort();
    await serving;
    expect(events).toEqual(['listening', 'draining', 'ended']);
    await expect(ask()).rejects.toThrow();
  });

  it('is alive, not ready and not reachable while it starts', async () => {
    let begin: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (begin = resolve));
    const { status, ask } = await start({ start: () => started.then(() => (_req, res) => void res.end()) });
    await until('alive', async () => (await status('/healthz')) === 200);
    expect(await status('/readyz')).toBe(503);
    await expect(ask()).rejects.toThrow();
    begin();
    await until('ready', async () => (await status('/readyz')) === 200);
  });

  it('has more answered on the internal port, from the first moment on', async () => {
    const { status } = await start({
      internal: (req, res, next) => (req.url === '/more' ? res.writeHead(204).end() : next()),
      start: () => new Promise(() => undefined),
    });
    await until('alive', async () => (await status('/healthz')) === 200);
    expect([await status('/more'), await status('/readyz'), await status('/other')]).toEqual([204, 503, 404]);
  });

  it('does not wait for a start that takes longer than the stop', async () => {
    const { serving, events, status } = await start({ start: () => new Promise(() => undefined) });
    await until('alive', async () => (await status('/healthz')) === 200);
    stopping.abort();
    await serving;
    expect(events).toEqual(['ended']);
  });

  it('answers what is in flight, alive and not ready meanwhile, before it closes what it opened', async () => {
    let answer: (() => void) | undefined;
    const { serving, events, status, ask } = await start({
      start: () => (_req, res) => void (answer = () => res.end('the last')),
      work: () => once(stopping.signal, 'abort').then(() => events.push('work ended')),
    });
    await until('ready', async () => (await status('/readyz')) === 200);
    const last = ask();
    await until('in flight', () => answer !== undefined);
    stopping.abort();
    expect([await status('/readyz'), await status('/healthz')]).toEqual([503, 200]);
    expect(events).not.toContain('ended');
    answer?.();
    expect(await (await last).text()).toBe('the last');
    await serving;
    expect(events).toEqual(['listening', expect.any(String), expect.any(String), 'ended']);
  });

  it.each([
    ['start', { start: () => Promise.reject(new Error('no keys')) }, 'no keys'],
    ['work', { work: () => Promise.reject(new Error('no rights')) }, 'no rights'],
  ])('fails with what its %s throws', async (_name, options, message) => {
    const { serving } = await start(options);
    await expect(serving).rejects.toThrow(message);
  });
});
