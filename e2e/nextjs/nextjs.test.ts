import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { packInto } from '../../common/test/support/packaging';
import { startSite, type Site } from '../support/site';
import { Visitor } from '../support/visitor';
import { freePort } from '../../tools/ports';
import { untilListening, type Listening } from '../support/listening';
import { fileOf } from '../support/program';

jest.setTimeout(600_000);

/** A token of 3 s counts for 5 s more, since clocks differ. */
const UNTIL_EXPIRED_MS = 8_200;

let site: Site;
let packed: Awaited<ReturnType<typeof packInto>>;
let next: Listening;
let gateway: Listening;
let origin: string;

/** The example, built in a folder of its own against the library as it is published, behind one origin with auth and tickets. */
beforeAll(async () => {
  [site, packed] = await Promise.all([startSite({ ACCESS_TTL: '3s' }), packInto('latchkey-nextjs-')]);
  const project = await packed.projectOf('app');
  cpSync(fileOf('examples/nextjs'), project.folder, { recursive: true });
  await project.install();
  await project.run('npx', 'next', 'build');
  const [nextPort, port] = [await freePort(), await freePort()];
  const sitePort = Number(new URL(site.url).port);
  next = await start(
    nextPort,
    ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(nextPort)],
    {
      cwd: project.folder,
      env: {
        PATH: process.env.PATH,
        AUTH_URL: site.url,
        TICKETS_URL: site.url,
        JWKS_URL: `${site.url}/.well-known/jwks.json`,
        COOKIE_SECURE: 'false',
      },
    },
  );
  const services = { auth: sitePort, tickets: sitePort, pages: sitePort, web: nextPort };
  const program = `require('./dist/local/gateway').startGateway(${port}, ${JSON.stringify(services)})`;
  gateway = await start(port, ['-e', program], { cwd: fileOf('tools') });
  origin = `http://localhost:${port}`;
});
afterAll(async () => {
  await gateway?.stop();
  await next?.stop();
  await site?.stop();
  await packed?.remove();
});

function start(
  port: number,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Listening> {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  return untilListening(child, port);
}

async function signedUp() {
  const visitor = new Visitor(origin);
  const email = `${randomUUID()}@example.com`;
  await visitor.send('POST', '/api/users/signup', { email, password: 'a long passphrase' });
  return { visitor, email };
}

describe('a Next.js application on the library', () => {
  it('shows a stranger the way to sign in', async () => {
    const page = await new Visitor(origin).get('/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('href="/account/signin"');
  });

  it('greets on the first load', async () => {
    const { visitor, email } = await signedUp();
    const page = await visitor.get('/');
    expect(visitor.trail).toEqual([]);
    expect(await page.text()).toContain(email);
  });

  it('sends a browser whose token has expired through one bounce', async () => {
    const { visitor, email } = await signedUp();
    await sleep(UNTIL_EXPIRED_MS);
    const page = await visitor.get('/?from=mail');
    expect(visitor.trail).toEqual(['/api/users/refresh?return_to=%2F%3Ffrom%3Dmail', '/?from=mail']);
    expect(await page.text()).toContain(email);
  });

  it('takes a person whose session is over for signed out, without a circle', async () => {
    const { visitor, email } = await signedUp();
    const other = new Visitor(origin);
    await other.send('POST', '/api/users/signin', { email, password: 'a long passphrase' });
    await other.send('DELETE', '/api/users/sessions');
    await sleep(UNTIL_EXPIRED_MS);
    const page = await visitor.get('/');
    expect(visitor.trail).toHaveLength(3);
    expect(await page.text()).toContain('href="/account/signin"');
  });

  it('forwards a form to a service, which sees the same person', async () => {
    const { visitor } = await signedUp();
    await visitor.post('/offer', { title: 'Concert', price: '20' });
    expect(visitor.trail).toEqual(['/']);
    const tickets = await (await visitor.get('/api/tickets')).text();
    expect(tickets).toContain('Concert');
  });

  it('takes no form of another site', async () => {
    const { visitor, email } = await signedUp();
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await visitor.post('/signout', {}, foreign)).status).toBe(403);
    expect(await (await visitor.get('/')).text()).toContain(email);
  });

  it('signs out', async () => {
    const { visitor, email } = await signedUp();
    const page = await visitor.post('/signout', {});
    expect(await page.text()).not.toContain(email);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
  });
});
