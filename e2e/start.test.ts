import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import { hasPython } from '@latchkey/tools/dist/local/reports';
import { answersOn, useLocalRuns, type LocalRun } from './support/local-run';
import { runTour } from './support/tour';

jest.setTimeout(180_000);

const { folder, start } = useLocalRuns();

async function untilBanner({ output, exit }: LocalRun): Promise<void> {
  let exited = false;
  void exit.then(() => (exited = true));
  while (!output().includes('Latchkey is running')) {
    if (exited) throw new Error(`it ended early:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function post(url: string, body: object, cookie = '', headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', cookie, ...headers },
    body: JSON.stringify(body),
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
    cookie: cookies.join('; '),
  };
}

/** Sends a path as it stands, where fetch would normalise it. */
async function rawGet(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

/** What the access token in a session cookie is signed with. */
function algOf(cookie: string): unknown {
  const value = decodeURIComponent(/(?:^|; )session=([^;]+)/.exec(cookie)![1]!);
  const { jwt } = JSON.parse(Buffer.from(value, 'base64').toString()) as { jwt: string };
  return (JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()) as { alg: unknown }).alg;
}

describe('npm start', () => {
  it('runs the tour of the README, keeps its data, and stops everything on Ctrl-C', async () => {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const person = { email: 'you@example.com', password: 'a long passphrase' };

    const first = start({ PORT: String(port), ACCESS_TTL: '3s' });
    await untilBanner(first);
    const [, adminEmail, adminPassword] = /admin +(\S+@\S+) +(\S+)/.exec(first.output())!;
    const admin = await post(`${url}/api/users/signin`, { email: adminEmail, password: adminPassword });
    expect(admin).toMatchObject({ status: 200, body: { roles: ['admin'] } });

    // What `new URL` cannot parse must not end the local run.
    expect((await rawGet(port!, '//')).split('\r\n')[0]).toMatch(/^HTTP\/1.1 [24]/);
    const home = await fetch(url);
    expect([home.status, home.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);

    const ticket = { title: 'Concert', price: 20 };
    // The gateway tells who is calling, whatever the caller says.
    const signedUp = await post(`${url}/api/users/signup`, person, '', { 'X-Forwarded-For': '203.0.113.7' });
    expect(signedUp.status).toBe(201);
    expect(algOf(signedUp.cookie)).toBe('ES256');
    const devices = await fetch(`${url}/api/users/sessions`, { headers: { cookie: signedUp.cookie } });
    expect(await devices.json()).toMatchObject({ sessions: [{ ip: '127.0.0.1' }] });
    expect(await post(`${url}/api/tickets`, ticket, signedUp.cookie)).toMatchObject({
      status: 201,
      body: ticket,
    });

    // 3 s of life and 5 s of tolerance for clocks.
    await new Promise((resolve) => setTimeout(resolve, 8100));
    const expired = await post(`${url}/api/tickets`, ticket, signedUp.cookie);
    expect(expired).toMatchObject({ status: 401, body: { code: 'token_expired' } });
    const refreshed = await post(`${url}/api/users/refresh`, {}, signedUp.cookie);
    expect(refreshed.status).toBe(200);
    expect((await post(`${url}/api/tickets`, ticket, refreshed.cookie)).status).toBe(201);

    first.child.kill('SIGINT');
    expect((await first.exit)[0]).toBe(0);
    expect(await answersOn(port!)).toBe(false);

    const second = start({ PORT: String(port) });
    await untilBanner(second);
    expect(second.output()).toContain(adminPassword);
    expect(second.output()).toContain('sign-up    open');
    expect((await post(`${url}/api/users/signin`, person)).status).toBe(200);
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
    const tour = await runTour(readme, url, adminPassword!);
    expect(tour.map(({ code }) => code)).toEqual([
      // curl 7.88 keeps a session cookie that an answer clears.
      ...[undefined, undefined, undefined, undefined, expect.stringMatching(/^token_(missing|revoked)$/)],
      // The first of the last block is the sign-in; a service behind the gate answers where it can run.
      ...[undefined, hasPython() ? undefined : 'bad_gateway', undefined, undefined],
      ...['token_revoked', 'token_revoked', 'banned'],
    ]);
    second.child.kill('SIGTERM');
    expect((await second.exit)[0]).toBe(0);
  });

  it("goes on with the secret of a data folder from before key pairs, and with the people's sessions", async () => {
    const data = join(folder, 'data-of-before');
    mkdirSync(data);
    const jwtKey = 'a-secret-of-a-data-folder-from-before-key-pairs';
    const kept = {
      jwtKey,
      internalToken: 't'.repeat(43),
      adminEmail: 'admin@example.com',
      adminPassword: 'of before: kept',
    };
    writeFileSync(join(data, 'secrets.json'), JSON.stringify(kept));
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const run = start({ PORT: String(port), LATCHKEY_DATA: data });
    await untilBanner(run);
    const admin = await post(`${url}/api/users/signin`, {
      email: kept.adminEmail,
      password: kept.adminPassword,
    });
    expect(algOf(admin.cookie)).toBe('HS256');
    expect((await post(`${url}/api/tickets`, { title: 'Concert', price: 20 }, admin.cookie)).status).toBe(
      201,
    );
    // What it lacked was made, and nothing else changed.
    const secrets: unknown = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'));
    expect(secrets).toEqual({ ...kept, mailKey: expect.any(String), dataKey: expect.any(String) });
    run.child.kill('SIGTERM');
    expect((await run.exit)[0]).toBe(0);
  });
});
