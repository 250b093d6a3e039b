import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { freePort } from '../../../tools/mongo/port';
import { startDatabase, type Database } from '../../../e2e/support/database';
import { program, type Program } from '../../../e2e/support/program';
import { until } from '../../../e2e/support/until';
import { open, post } from '../../../e2e/support/page-requests';
import { ADA, adas, JWT_KEY } from '../../../e2e/support/adas';

jest.setTimeout(180_000);

let database: Database;
let auth: Program;
let web: Program;

beforeAll(async () => {
  Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
  database = await startDatabase();
  auth = program('auth/dist/main.js', [await freePort(), await freePort()], {
    JWT_KEY,
    MONGO_URI: `${database.uri}auth`,
  });
  web = program('examples/web/dist/main.js', [await freePort(), await freePort()], {
    JWT_KEY,
    AUTH_URL: auth.url,
    TICKETS_URL: auth.url,
    REVOCATIONS_URL: `http://127.0.0.1:${auth.internalPort}/revocations`,
    ON_OUTAGE: 'deny',
  });
  await auth.start();
  await web.start();
});
afterAll(async () => {
  await web?.kill();
  await auth?.kill();
  await database?.stop();
});

it('with ON_OUTAGE=deny, pages say that they cannot know who it is, and know again when it is over', async () => {
  const look = () => open(`${web.url}/`, adas());
  expect((await look()).status).toBe(200);
  await auth.kill();
  const page = await until(
    () => 'the outage counts',
    look,
    ({ status }) => status !== 200,
  );
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  expect(html).toContain('We cannot tell who you are right now.');
  expect(html).not.toContain(ADA.email);
  const form = await post(`${web.url}/tickets`, { title: 'Concert', price: '20' }, adas());
  expect([form.status, form.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);

  await auth.start();
  await until(
    () => 'the outage is over',
    look,
    ({ status }) => status === 200,
  );
});
