import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import type { Listening } from './support/listening';
import { startLocalGateway } from './support/local-gateway';
import { describeWithNginx, entryConfig, startNginx } from './support/nginx';
import { fileOf } from './support/program';
import { rawGet } from './support/raw-request';

/** Starts a gateway on a port, in front of one service that stands for all. */
type Start = (port: number, service: number, spare: number) => Promise<Listening>;

/** In the path, as it is sent. */
const REFUSED = [
  '/..%2ftickets/x',
  '/..%2Ftickets/x',
  '/a%2fb',
  '/..%5ctickets',
  '/a%5Cb',
  '/%2e%2e/tickets',
  '/%2E%2e/tickets',
  '/.%2e/tickets',
  '/a%2eb',
  '/..\\tickets',
  '/a\\b',
  '/../tickets',
  '/..;/tickets',
  '/.;/tickets',
  '/./tickets',
  '/x/..',
  '/x/.',
  '/x/..?a=b',
  '/..%2ftickets?a=%2f',
  // A request target has no fragment (RFC 9112, 3.2).
  '/staff#x',
  '#/../tickets',
  '/x?a=b#c',
];

/** Nothing of these is read in two ways, or it is in the query. */
const PASSED = [
  '/x',
  '/..%252ftickets',
  '/a%255cb',
  '/%252e%252e/tickets',
  '/.well-known',
  '/..a/b..',
  '/a.b/c..d',
  '/caf%C3%A9%20au%20lait',
  '/x?return_to=%2Ftickets%2F..%2F%2e%2e%5c',
  '/x?a=/../b\\c',
  '?a=..%2f',
];

/** Describes what each gateway of ours does with a path below a prefix that it routes. */
function gateway(prefix: string, start: Start): void {
  let port: number;
  let running: Listening;
  let service: Server;
  const seen: string[] = [];

  beforeAll(async () => {
    service = createServer((req, res) => {
      // What some of them ask before they route.
      if (!['/verify', '/signed-in'].includes(req.url!)) seen.push(req.url!);
      res.setHeader('Service-Worker-Allowed', '/');
      res.end('here');
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const [first, spare] = await freePorts(2);
    port = first!;
    running = await start(port, (service.address() as AddressInfo).port, spare!);
  });

  afterEach(() => void seen.splice(0));

  afterAll(async () => {
    await running?.stop();
    service.close();
  });

  it.each(REFUSED)('refuses %s', async (target) => {
    expect(await rawGet(port, prefix + target)).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  });

  it.each(PASSED)('hands %s on as it is', async (target) => {
    expect(await rawGet(port, prefix + target)).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([prefix + target]);
  });

  it('lets no service widen the scope of its service workers', async () => {
    const answer = await rawGet(port, `${prefix}/worker.js`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/service-worker-allowed/i);
  });
}

/** What each service of ours is reached by, and what one that is asked about at the gate is. */
const PREFIXES = ['/api/users', '/reports'];

describe('the gateway of the local run', () => {
  describe.each(PREFIXES)('at %s', (prefix) => {
    gateway(prefix, (port, service) => startLocalGateway(port, service, service));
  });

  it('says what is wrong with a path', async () => {
    const [port, nowhere] = (await freePorts(2)) as [number, number];
    const running = await startLocalGateway(port, nowhere, nowhere);
    const answer = await rawGet(port, '/api/users/..%2ftickets');
    await running.stop();
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toContain('"code":"invalid_path"');
  });
});

describeWithNginx('the entry of the dev overlay', () => {
  describe.each(PREFIXES)('at %s', (prefix) => {
    gateway(prefix, (port, behind, spare) => {
      const services = { auth: behind, pages: behind, tickets: behind, web: behind, reports: behind };
      return startNginx(entryConfig({ entry: port, probes: spare, ...services, gate: behind }), port);
    });
  });
});

describeWithNginx('the nginx of docs/three-ways.md', () => {
  gateway('/dashboard/app', (port, behind) => {
    const document = readFileSync(fileOf('docs/three-ways.md'), 'utf8');
    const [, block] = /```nginx\n([^]*?)```/.exec(document)!;
    const server = block!.replaceAll(/http:\/\/(dashboard|auth-srv:3001)/g, `http://127.0.0.1:${behind}`);
    return startNginx(`server { listen 127.0.0.1:${port};\n${server} }`, port);
  });
});
