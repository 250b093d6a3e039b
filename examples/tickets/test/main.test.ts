import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sessionCookie } from '@latchkey/common/testing';
import { startRefusingMongo } from '../../../tools/mongo/refusing-server';
import { freePort } from '../../../tools/ports';
import { databaseUri, endProcesses, runMain, startMain, until } from './support/process';
import { alice } from './support/service';

let taken: Server | undefined;
afterEach(() => void taken?.close());
afterEach(endProcesses);

async function start() {
  const main = await startMain(databaseUri());
  await until(async () => (await fetch(`${main.url}/api/tickets`)).status === 200);
  return main;
}

describe('a start that cannot succeed', () => {
  it('tells all faults of the configuration at once, no values among them', async () => {
    const { exited, output } = runMain({
      JWT_KEY: 'short-secret',
      MONGO_URI: 'http://me:hunter2@x',
      PORT: 'eighty',
    });
    expect(await exited).toBe(1);
    expect(output.stderr).toMatch(/JWT_KEY .*32/);
    expect(output.stderr).toMatch(/MONGO_URI must be like mongodb:/);
    expect(output.stderr).toMatch(/PORT /);
    expect(output.stderr).not.toMatch(/short-secret|hunter2|eighty|\.js/);
  });

  it('says what is missing', async () => {
    const { exited, output } = runMain({});
    expect(await exited).toBe(1);
    expect(output.stderr).toMatch(/JWT_KEY is not set: Set JWT_PUBLIC_KEY.*openssl/);
    expect(output.stderr).toMatch(/MONGO_URI is not set: .*mongodb:/);
  });

  it.each([
    ['no database', '?replicaSet=rs0', /MONGO_URI must name a database/],
    ['one that MongoDB does not take', 'tickets.prod', /MONGO_URI must be like mongodb:/],
  ])('says that a MONGO_URI names %s', async (_what, end, fault) => {
    const MONGO_URI = `mongodb://tickets:hunter2@127.0.0.1:1/${end}`;
    const { exited, output } = runMain({ JWT_PUBLIC_KEY: process.env.JWT_PUBLIC_KEY!, MONGO_URI });
    expect(await exited).toBe(1);
    expect(output.stderr).toMatch(fault);
    expect(output.stderr).not.toContain('hunter2');
  });

  it('says that MongoDB refuses the password, and ends', async () => {
    const mongo = await startRefusingMongo();
    const { exited, output } = runMain({
      NODE_NO_WARNINGS: '1',
      JWT_PUBLIC_KEY: process.env.JWT_PUBLIC_KEY!,
      MONGO_URI: `mongodb://tickets:hunter2@127.0.0.1:${mongo.port}/tickets`,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      INTERNAL_PORT: String(await freePort()),
    });
    expect(await exited).toBe(1);
    mongo.stop();
    expect(output.stderr).toMatch(/- MONGO_URI has a user or a password that MongoDB refuses; /);
    expect(output.stdout + output.stderr).not.toContain('hunter2');
  });

  it.each(['PORT', 'INTERNAL_PORT'])('says in one line that %s is in use', async (name) => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { exited, output } = runMain({
      NODE_NO_WARNINGS: '1',
      JWT_PUBLIC_KEY: process.env.JWT_PUBLIC_KEY!,
      MONGO_URI: databaseUri(),
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      INTERNAL_PORT: String(await freePort()),
      [name]: String(port),
    });
    expect(await exited).toBe(1);
    expect(output.stderr).toMatch(new RegExp(`^tickets: cannot listen: .*127\\.0\\.0\\.1:${port}\n$`));
  });
});

describe('a running process', () => {
  it('is alive and ready, on the internal port only', async () => {
    const { url, internalUrl } = await start();
    const status = async (address: string) => (await fetch(address)).status;
    expect(await status(`${internalUrl}/healthz`)).toBe(200);
    expect(await status(`${internalUrl}/readyz`)).toBe(200);
    expect(await status(`${internalUrl}/api/tickets`)).toBe(404);
    expect(await status(`${url}/healthz`)).toBe(404);
  });

  it('logs requests, and no token', async () => {
    const { url, output } = await start();
    const cookie = sessionCookie(alice);
    await fetch(`${url}/api/tickets?limit=1`, { headers: { cookie, authorization: 'Basic c2VjcmV0' } });
    await until(() => Promise.resolve(output.stdout.includes('"path":"/api/tickets"')));
    expect(output.stdout).not.toContain('limit=1');
    expect(output.stdout).not.toContain(cookie.slice(-20));
    expect(output.stdout).not.toContain('c2VjcmV0');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers what is in flight at %s, is not ready, and ends',
    async (signal) => {
      const { url, internalUrl, child, exited, output } = await start();
      const body = JSON.stringify({ title: 'The last', price: 1 });
      const headers = {
        cookie: sessionCookie(alice),
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const inFlight = request(`${url}/api/tickets`, { method: 'POST', headers });
      inFlight.write(body.slice(0, 5));
      const answered = once(inFlight, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
      // Another connection's answer tells that the server has taken up the first one.
      await fetch(`${url}/api/tickets`);

      child.kill(signal);
      await until(async () => (await fetch(`${internalUrl}/readyz`)).status === 503);
      expect((await fetch(`${internalUrl}/healthz`)).status).toBe(200);
      const late = connect(Number(new URL(url).port), '127.0.0.1');
      await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

      inFlight.end(body.slice(5));
      const [response] = await answered;
      response.resume();
      expect(response.statusCode).toBe(201);
      expect(await exited).toBe(0);
      expect(output.stderr).toBe('');
    },
  );

  it('ends although a client holds a connection open', async () => {
    const { url, child, exited } = await start();
    const held = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    await once(held, 'connect');
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    held.destroy();
  });
});
