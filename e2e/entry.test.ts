import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import { ask } from './gate/support/ask';
import { startDatabase } from './support/database';
import { checkReports, CLOSED } from './support/gate-check';
import { untilListening } from './support/listening';
import { describeWithNginx, entryConfig, startNginx } from './support/nginx';
import { ban, expectOk, signUp, signUpAdmin, type Person } from './support/people';
import { fileOf, program } from './support/program';
import { describeWithPython, spawnReports } from './support/python';
import { until } from './support/until';

jest.setTimeout(180_000);

/** What a browser sends when a person goes to a page. */
const GOING = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describeWithNginx('reports in the dev overlay', () => {
  describeWithPython('behind its entry, and the gate with its policies', () => {
    const stops: (() => Promise<unknown>)[] = [];
    let url: string;
    let admin: Person;

    beforeAll(async () => {
      const ports = await freePorts(7);
      const next = () => ports.pop()!;
      const [entry, reports] = [next(), next()];
      url = `http://localhost:${entry}`;
      const JWT_KEY = randomBytes(48).toString('base64url');
      const database = await startDatabase();
      stops.push(() => database.stop());
      const auth = program('auth/dist/main.js', [next(), next()], {
        JWT_KEY,
        MONGO_URI: `${database.uri}auth`,
      });
      stops.push(() => auth.kill());
      await auth.start();
      const asked = [next(), next()] as const;
      const gate = program('gate/dist/main.js', asked, {
        JWT_KEY,
        REVOCATIONS_URL: `http://127.0.0.1:${auth.internalPort}/revocations`,
        POLICIES_FILE: fileOf('infra/k8s/overlays/dev/policies.yaml'),
        PUBLIC_URL: url,
      });
      stops.push(() => gate.kill());
      const behind = Number(new URL(auth.url).port);
      const services = { auth: behind, pages: behind, tickets: behind, web: behind, reports, gate: asked[0] };
      const config = entryConfig({ entry, probes: next(), ...services });
      for (const started of await Promise.all([
        untilListening(spawnReports(reports), reports),
        startNginx(config, entry),
      ]))
        stops.push(() => started.stop());
      await gate.start();
      admin = await signUpAdmin(url, `${database.uri}auth`);
    });

    afterAll(async () => {
      for (const stop of stops.reverse()) await stop();
    });

    const get = (path: string, cookie: string, headers: Record<string, string> = {}) =>
      ask(Number(new URL(url).port), { path, headers: { Host: new URL(url).host, cookie, ...headers } });

    it('knows who is there, and shows the staff what is for them', async () => {
      const me = await get('/reports/api/me', admin.cookie, { 'X-User-Id': 'eve', 'X-User-Roles': 'root' });
      expect(JSON.parse(me.body)).toMatchObject({ id: admin.id, email: admin.email, roles: ['admin'] });
      const staff = await get('/reports/staff', admin.cookie);
      expect([staff.status, staff.body]).toEqual([200, expect.stringContaining(admin.email)]);
      const person = await signUp(url);
      expect((await get('/reports', person.cookie)).status).toBe(200);
      expect((await get('/reports/staff', person.cookie)).status).toBe(403);
    });

    it('sends a person without a session to the sign-in, and refuses a program', async () => {
      const sent = await get('/reports?year=2026', '', GOING);
      expect(sent.status).toBe(302);
      const location = new URL(sent.headers.location!);
      expect(location.origin + location.pathname).toBe(`${url}/account/signin`);
      expect(location.searchParams.get('next')).toMatch(/^\/reports\?year=2026&latchkey_sent=\w+\.\d+$/);
      const refused = await get('/reports', '');
      expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, expect.any(String)]);
    });

    it('has nothing open that gate check knows of', async () => {
      const person = await signUp(url);
      expect(await checkReports(url, admin.cookie, person.cookie)).toEqual(
        CLOSED.map((line) => expect.stringMatching(line)),
      );
    });

    it('refuses a person who is banned', async () => {
      const person = await signUp(url);
      expectOk(await ban(url, admin, person));
      await until(
        () => 'the gate has heard of it',
        async () => (await get('/reports', person.cookie)).status,
        (status) => status === 401,
      );
      const sent = await get('/reports', person.cookie, GOING);
      expect(sent.headers.location).toContain(`${url}/api/users/refresh?`);
    });
  });
});
