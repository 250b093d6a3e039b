import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startDatabase, type Database } from './support/database';
import { signUp } from './support/people';
import { startSite, type Site } from './support/site';

jest.setTimeout(180_000);

const empty = mkdtempSync(join(tmpdir(), 'latchkey-path-'));
let database: Database;
let site: Site;

beforeAll(async () => {
  database = await startDatabase();
  site = await startSite({ PATH: empty, MONGO_URI: database.uri });
});

afterAll(async () => {
  await site?.stop();
  await database?.stop();
  rmSync(empty, { recursive: true });
});

it('npm start goes on where there is no python3, without the reports', async () => {
  const { cookie } = await signUp(site.url);
  const headers = { cookie };
  expect((await fetch(`${site.url}/api/users/currentuser`, { headers })).status).toBe(200);
  // The gate decides all the same.
  expect((await fetch(`${site.url}/reports/api/me`)).status).toBe(401);
  expect((await fetch(`${site.url}/reports/api/me`, { headers })).status).toBe(502);
});
