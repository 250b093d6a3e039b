import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sessionCookie } from '@latchkey/common/testing';
import { databaseUri, endProcesses, startMain, until } from './support/process';
import { alice } from './support/service';

let feed: Server;
let reader: ServerResponse | undefined;

/** A feed in the auth service's place, without the snapshot of its own (docs/feed.md, "Versions"). */
beforeEach(async () => {
  feed = createServer((req, res) => {
    if (req.url !== '/revocations') return void res.writeHead(404).end();
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    tell(res, 'as-of', { at: Date.now() });
    reader = res;
  }).listen(0, '127.0.0.1');
  await once(feed, 'listening');
});
afterEach(endProcesses);
afterEach(() => {
  feed.closeAllConnections();
  feed.close();
});

function tell(res: ServerResponse, event: string, data: object): void {
  res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

async function start() {
  const { port } = feed.address() as AddressInfo;
  return startMain(databaseUri(), { REVOCATIONS_URL: `http://127.0.0.1:${port}/revocations` });
}

/** A figure among the metrics of a service, undefined when there is none of this name. */
async function metric({ internalUrl }: { internalUrl: string }, name: string): Promise<number | undefined> {
  const text = await (await fetch(`${internalUrl}/metrics`)).text();
  const value = new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

describe('a service that follows revocations', () => {
  it('refuses a user from the moment that it hears of it', async () => {
    const { url } = await start();
    const headers = { cookie: sessionCookie(alice), 'content-type': 'application/json' };
    const offer = () =>
      fetch(`${url}/api/tickets`, { method: 'POST', headers, body: '{"title":"A concert","price":1}' });
    await until(async () => (await offer()).status === 201);
    tell(reader!, 'revoked', { key: 'user.alice.99', until: Math.ceil(Date.now() / 1000) + 960 });
    await until(async () => (await offer()).status === 401);
    expect(await (await offer()).json()).toMatchObject({ code: 'token_revoked' });
  });

  it('tells how well it follows', async () => {
    const main = await start();
    expect(await metric(main, 'latchkey_revocations_entries')).toBe(0);
    expect(await metric(main, 'latchkey_revocations_connected')).toBe(1);
    expect(await metric(main, 'latchkey_revocations_as_of_age_seconds')).toBeLessThan(60);
    tell(reader!, 'revoked', { key: 'session.one', until: Math.ceil(Date.now() / 1000) + 960 });
    await until(async () => (await metric(main, 'latchkey_revocations_entries')) === 1);
    feed.close();
    feed.closeAllConnections();
    await until(async () => (await metric(main, 'latchkey_revocations_connected')) === 0);
    expect(await metric(main, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});

describe('a service that does not', () => {
  it('says so at its start, and has no figures of it', async () => {
    const main = await startMain(databaseUri(), { NODE_NO_WARNINGS: '' });
    expect(main.output.stderr).toMatch(/^\(node:\d+\) Warning: REVOCATIONS_URL is not set: /);
    expect(await metric(main, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(await metric(main, 'latchkey_revocations_entries')).toBeUndefined();
  });
});
