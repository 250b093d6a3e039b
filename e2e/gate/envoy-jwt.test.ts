import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { parseKeyRing, readCookies, signAccessToken } from '@latchkey/common/protocol';
import { freePorts } from '@latchkey/tools/dist/ports';
import { startDatabase, type Database } from '../support/database';
import type { Listening } from '../support/listening';
import { ban, expectOk, send, setRoles, signIn, signUp, signUpAdmin, type Person } from '../support/people';
import { program, type Program } from '../support/program';
import { ask, type Ask } from './support/ask';
import { startEcho, type Echoed, type EchoService } from './support/echo';
import { documentedForEnvoy, envoy, startEnvoy } from './support/envoy';
import { claimsOf } from './support/verdict';

jest.setTimeout(120_000);

type Claims = Parameters<typeof signAccessToken>[0] & { readonly iss: string; readonly aud: string };

const PAIR = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWT_KEY = PAIR.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const keys = parseKeyRing(JWT_KEY);

const tokenOf = ({ cookie }: Person) => readCookies(cookie, 'session', 1)[0]!;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const FROM_SIBLING = { Origin: 'https://sibling.example.com', 'Sec-Fetch-Site': 'same-site' };

envoy.describe('Envoy without the gate, on cookies of COOKIE_FORMAT=jwt', () => {
  let database: Database;
  let auth: Program;
  let reports: EchoService;
  let running: Listening;
  let port: number;
  let people: Record<'admin' | 'plain' | 'staff', Person>;

  beforeAll(async () => {
    const [proxy, reportsPort, authPort, internal] = (await freePorts(4)) as [number, number, number, number];
    port = proxy;
    database = await startDatabase();
    auth = program('auth/dist/main.js', [authPort, internal], {
      JWT_KEY,
      MONGO_URI: `${database.uri}auth`,
      COOKIE_FORMAT: 'jwt',
    });
    await auth.start();
    reports = await startEcho(reportsPort);
    const ports = { proxy, reports: reportsPort, auth: authPort, gate: 0 };
    // The auth service of this test has COOKIE_SECURE=false.
    const config = documentedForEnvoy('envoy-jwt.yaml', ports).replace('[__Host-session]', '[session]');
    running = await startEnvoy(config, ports);
    const admin = await signUpAdmin(auth.url, `${database.uri}auth`);
    const [plain, staff] = await Promise.all([signUp(auth.url), signUp(auth.url)]);
    expectOk(await setRoles(auth.url, admin, staff, ['staff']));
    await signIn(auth.url, staff);
    people = { admin, plain, staff };
  });
  afterAll(async () => {
    await running?.stop();
    await reports?.stop();
    await auth?.kill();
    await database?.stop();
  });

  const askAs = (person: Person, path: string, more: Partial<Ask> = {}) =>
    ask(port, { path, ...more, headers: { Cookie: person.cookie, ...more.headers } });
  const statusOf = async (...asked: Parameters<typeof askAs>) => (await askAs(...asked)).status;

  it('lets in who has a token, and says who it is', async () => {
    const { id, email } = people.plain;
    const answer = await askAs(people.plain, '/app/x', {
      headers: {
        'X-User-Id': 'mallory',
        'X.User.Id': 'mallory',
        X_User_Id: 'mallory',
        'X-User-Claims': 'e30',
      },
    });
    expect(answer.status).toBe(200);
    const { 'x-user-claims': claims, ...rest } = claimsOf(JSON.parse(answer.body) as Echoed);
    expect(rest).toEqual({ 'x-user-id': [id], 'x-user-email': [email] });
    expect(claims).toHaveLength(1);
    expect(JSON.parse(Buffer.from(claims![0]!, 'base64url').toString())).toMatchObject({
      sub: id,
      iss: 'latchkey',
      roles: [],
    });
  });

  it('takes a bearer token too, and none from a query', async () => {
    const token = tokenOf(people.plain);
    expect((await ask(port, { path: '/app/x', headers: { Authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    expect((await ask(port, { path: `/app/x?access_token=${token}` })).status).toBe(401);
  });

  it('refuses who has none, or one that is forged, expired or for another audience', async () => {
    const [header, payload, signature] = tokenOf(people.staff).split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Claims;
    const sign = (secondsLeft: number, audience: string) =>
      signAccessToken(claims, secondsLeft * 1000, { keys, issuer: claims.iss, audience });
    const statusWith = async (token: string) =>
      (await ask(port, { path: '/app/x', headers: { Cookie: `session=${token}` } })).status;
    reports.seen.splice(0);

    expect(await statusWith('')).toBe(401);
    expect(await statusWith(`${header}.${payload}.${'A'.repeat(signature!.length)}`)).toBe(401);
    expect(await statusWith(`${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`)).toBe(401);
    expect(await statusWith(sign(-10, claims.aud))).toBe(401);
    expect(await statusWith(sign(60, 'others'))).toBe(403);
    expect(reports.seen).toEqual([]);
    expect(await statusWith(sign(60, claims.aud))).toBe(200);
  });

  it('asks for a role', async () => {
    expect(await statusOf(people.staff, '/reports/x')).toBe(200);
    expect(await statusOf(people.plain, '/reports/x')).toBe(403);
  });

  it.each(['/reports/x', '/app/x', '/public/x'])('hands no token on at %s', async (path) => {
    const Authorization = `Bearer ${tokenOf(people.staff)}`;
    for (const more of [{}, { headers: { Cookie: '', Authorization } }]) {
      const { status, body } = await askAs(people.staff, path, more);
      const names = (JSON.parse(body) as Echoed).rawHeaders.map((name) => name.toLowerCase());
      expect([status, names.includes('cookie'), names.includes('authorization')]).toEqual([
        200,
        false,
        false,
      ]);
    }
  });

  it('asks nobody where no token is asked for', async () => {
    const { status, body } = await ask(port, { path: '/public/x', headers: { 'X-User-Id': 'mallory' } });
    expect(status).toBe(200);
    expect(claimsOf(JSON.parse(body) as Echoed)).toEqual({});
  });

  it('does not know of bans and sign-outs: these users go on until their tokens expire', async () => {
    const [banned, gone] = await Promise.all([signUp(auth.url), signUp(auth.url)]);
    const { cookie } = gone;
    expectOk(await ban(auth.url, people.admin, banned));
    expectOk(await send('POST', `${auth.url}/api/users/signout`, gone));
    expect(await statusOf(banned, '/app/x')).toBe(200);
    expect(await statusOf({ ...gone, cookie }, '/app/x')).toBe(200);
  });

  it('does not know of CSRF: it lets in what a page of another origin sends', async () => {
    expect(await statusOf(people.plain, '/app/x', { method: 'POST', headers: FROM_SIBLING })).toBe(200);
    expect(await statusOf(people.plain, '/app/live', { upgrade: true, headers: FROM_SIBLING })).toBe(101);
  });

  // The last one: nothing starts it again.
  it('needs the auth service no more once it has the keys', async () => {
    await auth.kill();
    expect(await statusOf(people.plain, '/app/x')).toBe(200);
  });
});
