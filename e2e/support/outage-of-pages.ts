import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../tools/ports';
import { ADA, adas, JWT_KEY } from './adas';
import { startDatabase, type Database } from './database';
import { open, post } from './page-requests';
import { program, type Program } from './program';
import { until } from './until';

interface PageServer {
  /** The program, such as `pages/dist/main.js`. */
  readonly entry: string;
  /** The path of a page that anybody may see. */
  readonly page: string;
  /** The path of a form that needs a person, and its fields. */
  readonly form: readonly [path: string, fields: Record<string, string>];
}

/** Says what a page server does with ON_OUTAGE=deny while the auth service is away. */
export function itWaitsOutAnOutage({ entry, page, form }: PageServer): void {
  let database: Database;
  let auth: Program;
  let server: Program;

  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    database = await startDatabase();
    auth = program('auth/dist/main.js', [await freePort(), await freePort()], {
      JWT_KEY,
      MONGO_URI: `${database.uri}auth`,
    });
    server = program(entry, [await freePort(), await freePort()], {
      JWT_KEY,
      AUTH_URL: auth.url,
      TICKETS_URL: auth.url,
      REVOCATIONS_URL: `http://127.0.0.1:${auth.internalPort}/revocations`,
      ON_OUTAGE: 'deny',
    });
    await auth.start();
    await server.start();
  });
  afterAll(async () => {
    await server?.kill();
    await auth?.kill();
    await database?.stop();
  });

  it('with ON_OUTAGE=deny, pages say that they cannot know who it is, and know again when it is over', async () => {
    const look = () => open(`${server.url}${page}`, adas());
    const untilStatus = (what: string, isIt: (status: number) => boolean) =>
      until(
        () => what,
        look,
        ({ status }) => isIt(status),
      );
    expect((await look()).status).toBe(200);
    await auth.kill();
    const away = await untilStatus('the outage counts', (status) => status !== 200);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(away.headers.get('content-type')).toContain('text/html');
    const html = await away.text();
    expect(html).toContain('We cannot tell who you are right now.');
    expect(html).not.toContain(ADA.email);
    const [path, fields] = form;
    const sent = await post(`${server.url}${path}`, fields, adas());
    expect([sent.status, sent.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);

    await auth.start();
    await untilStatus('the outage is over', (status) => status === 200);
  });
}
