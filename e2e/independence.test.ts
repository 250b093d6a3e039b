import { mkdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATA_FOLDER } from '@latchkey/tools/dist/local/data-folder';
import { freePorts } from '@latchkey/tools/dist/ports';
import { startService, type Service } from '@latchkey/tools/dist/local/service';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { startMongo, type RunningMongo } from '@latchkey/tools/dist/mongo';

const never = new AbortController().signal;
const json = { 'Content-Type': 'application/json' };

describe('a service on the library', () => {
  let mongo: RunningMongo;
  let auth: Service;
  let tickets: Service;
  let ports: number[];

  beforeAll(async () => {
    mkdirSync(DATA_FOLDER, { recursive: true });
    mongo = await startMongo();
    ports = await freePorts(4);
    const jwtKey = newPrivateKey('ES256');
    const start = (
      name: string,
      entry: string,
      port: number,
      internalPort: number,
      keys: Record<string, string>,
    ) =>
      startService(name, entry, internalPort, {
        ...keys,
        COOKIE_SECURE: 'false',
        HOST: '127.0.0.1',
        PORT: String(port),
        INTERNAL_PORT: String(internalPort),
        MONGO_URI: `${mongo.uri}${name}`,
      });
    auth = start('independence-auth', 'auth/dist/main.js', ports[0]!, ports[1]!, { JWT_KEY: jwtKey });
    tickets = start('independence-tickets', 'examples/tickets/dist/main.js', ports[2]!, ports[3]!, {
      ...serviceKeys(jwtKey),
    });
    await Promise.all([auth.ready(never), tickets.ready(never)]);
  });

  afterAll(async () => {
    await Promise.all([auth.stop(), tickets.stop()]);
    await mongo.stop();
    for (const { log } of [auth, tickets]) rmSync(log);
  });

  it('lets people in by itself while the auth service is stopped', async () => {
    const signedUp = await fetch(`http://127.0.0.1:${ports[0]}/api/users/signup`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: 'you@example.com', password: 'a long passphrase' }),
    });
    const cookie = signedUp.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    await auth.stop();
    await expect(fetch(`http://127.0.0.1:${ports[0]}/api/users/currentuser`)).rejects.toThrow('fetch failed');

    const create = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${ports[2]}/api/tickets`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ title: 'Concert', price: 20 }),
      });
    expect((await create({ cookie })).status).toBe(201);
    expect((await create({})).status).toBe(401);
  });
});
