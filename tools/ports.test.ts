import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type * as Ports from './ports';

const WORKER = process.env.JEST_WORKER_ID;
afterEach(() => {
  process.env.JEST_WORKER_ID = WORKER;
});

/** The ports as another worker of Jest, or another test file of this one, finds them. */
function portsOf(worker: string): typeof Ports {
  process.env.JEST_WORKER_ID = worker;
  let ports: typeof Ports | undefined;
  jest.isolateModules(() => {
    ports = jest.requireActual('./ports');
  });
  return ports!;
}

describe('free ports', () => {
  it('are all different, though nothing listens on them', async () => {
    const { freePort, freePorts } = portsOf('1');
    const found = [...(await freePorts(300)), await freePort(), ...(await freePorts(300))];
    expect(new Set(found).size).toBe(601);
  });

  it('of a worker are never those of another one', async () => {
    const found = await Promise.all(['1', '2', '3'].map((worker) => portsOf(worker).freePorts(900)));
    expect(new Set(found.flat()).size).toBe(2_700);
  });

  it('are below those of outgoing connections, for the twentieth worker, too', async () => {
    for (const port of await portsOf('19').freePorts(1_000)) expect(port).toBeLessThan(32_768);
  });

  it('do not include one on which a server listens', async () => {
    const { freePorts, isFree } = portsOf('4');
    const [port] = await freePorts(1);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      expect(await isFree(port!)).toBe(false);
      expect(await freePorts(999)).not.toContain(port);
      expect(await freePorts(1)).not.toContain(port);
    } finally {
      server.close();
    }
  });
});
