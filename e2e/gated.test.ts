import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGatedService, type GatedService, type StartGateway } from './support/gated-service';
import { startLocalGateway } from './support/local-gateway';
import { describeWithNginx, entryConfig, startNginx } from './support/nginx';

const ADA = {
  'X-User-Id': 'ada',
  'X-User-Email': 'ada%2Bx%40example.com',
  'X-User-Roles': 'staff,a%2Cb',
  'X-User-Acr': 'aal1',
  'X-User-Amr': 'pwd',
  'X-User-Auth-Time': '1795803900',
};
const SIGN_IN = 'https://latchkey.example.com/account/signin?next=%2Freports';

/** Paths, and the policy that each is decided by. */
const POLICIES = [
  ['/reports', 'signed-in'],
  ['/reports/', 'signed-in'],
  ['/reports?optional=1', 'signed-in'],
  ['/reports/staffing', 'signed-in'],
  ['/reports/x/staff', 'signed-in'],
  ['/reports/staff', 'staff'],
  ['/reports/staff?role=', 'staff'],
  ['/reports/staff/2026', 'staff'],
];

interface Kind {
  /** How the gate sends a browser away in its configuration. */
  readonly sends: number;
  /** What happens to a 403 whose body breaks off. */
  readonly half: number;
}

/** Answers that no request passes with. */
const CLOSED: [string, RequestListener][] = [
  ['500', (_req, res) => res.writeHead(500, ADA).end()],
  ['404', (_req, res) => res.writeHead(404, ADA).end()],
  ['503', (_req, res) => res.writeHead(503, { 'Retry-After': '2' }).end()],
  ['nothing', (req) => req.socket.destroy()],
  ['no HTTP', (req) => req.socket.end('hello\r\n\r\n')],
  // It has 2 s.
  ['too late', () => undefined],
];

/** Describes a gateway that asks a gate. */
function describeGated(start: StartGateway, { sends, half }: Kind): void {
  let house: GatedService;

  beforeAll(async () => {
    house = await startGatedService(start);
  });

  afterEach(() => {
    house.asked.splice(0);
    house.served.splice(0);
  });

  afterAll(() => house?.stop());

  const send = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(house.url + path, { method, headers, redirect: 'manual' });

  it.each(POLICIES)('asks about %s by the policy %s', async (path, policy) => {
    house.answer((_req, res) => res.writeHead(200, ADA).end());
    expect((await send(path)).status).toBe(200);
    expect(house.asked.map((req) => req.url)).toEqual([`/${policy}`]);
    expect(house.served.map((req) => req.url)).toEqual([path]);
  });

  it('tells the gate what was asked, whatever the client claims', async () => {
    house.answer((_req, res) => res.writeHead(200, ADA).end());
    const evidence = {
      cookie: 'session=x',
      authorization: 'Bearer y',
      origin: 'https://evil.example',
      accept: 'z',
    };
    const claims = {
      'x-forwarded-method': 'GET',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-uri': '/evil',
    };
    await send('/reports/a?b=c', { ...evidence, ...claims, 'sec-fetch-site': 'cross-site' }, 'DELETE');
    expect(house.asked[0]!.headers).toMatchObject({
      ...evidence,
      'sec-fetch-site': 'cross-site',
      'x-forwarded-method': 'DELETE',
      'x-forwarded-host': new URL(house.url).host,
      'x-forwarded-uri': '/reports/a?b=c',
    });
  });

  it('hands on who it is, whatever the client claims, and nothing to act as them with', async () => {
    house.answer((_req, res) => res.writeHead(200, { ...ADA, 'X-User-Roles': '' }).end());
    const spellings = ['X-User-Id', 'x_user_id', 'X.User.Id', 'X-User-Roles', 'X_User.Roles'];
    const claims = Object.fromEntries(spellings.map((name) => [name, 'eve']));
    await send('/reports', { ...claims, cookie: 'session=x', authorization: 'Bearer y' });
    const { headers, rawHeaders } = house.served[0]!;
    expect(headers).toMatchObject({ 'x-user-id': 'ada', 'x-user-email': 'ada%2Bx%40example.com' });
    expect([headers.cookie ?? '', headers.authorization ?? '', headers['x-user-roles'] ?? '']).toEqual([
      '',
      '',
      '',
    ]);
    expect(rawHeaders).not.toContain('eve');
  });

  it('removes such claims everywhere else, too', async () => {
    await send('/tickets', { 'X-User-Id': 'eve', x_user_id: 'eve', 'X.User.Id': 'eve', cookie: 'session=x' });
    expect(house.asked).toEqual([]);
    expect(house.served[0]!.rawHeaders).not.toContain('eve');
    expect(house.served[0]!.headers).toMatchObject({ cookie: 'session=x' });
  });

  it('gives the client a refusal, and the service nothing', async () => {
    house.answer((_req, res) =>
      res.writeHead(401, { ...ADA, 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end(),
    );
    const refused = await send('/reports');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ]);
    house.answer((_req, res) => res.writeHead(403, ADA).end());
    const forbidden = await send('/reports/staff');
    expect(forbidden.status).toBe(403);
    for (const { headers } of [refused, forbidden]) expect(headers.get('x-user-id')).toBeNull();
    expect(house.served).toEqual([]);
  });

  it('sends a browser where the gate sends it', async () => {
    const headers = { ...ADA, 'Cache-Control': 'no-store', Location: SIGN_IN };
    house.answer((_req, res) => res.writeHead(sends, headers).end());
    const sent = await send('/reports');
    expect([sent.status, sent.headers.get('location')]).toEqual([302, SIGN_IN]);
    expect(sent.headers.get('cache-control')).toBe('no-store');
    expect(house.served).toEqual([]);
  });

  it('sends a browser far, too', async () => {
    const location = `${SIGN_IN}${'%2F'.repeat(4_000)}`;
    house.answer((_req, res) => res.writeHead(sends, { ...ADA, Location: location }).end());
    const sent = await send('/reports');
    expect([sent.status, sent.headers.get('location')]).toEqual([302, location]);
  });

  it.each(CLOSED)('is closed when the gate answers %s', async (_what, answers) => {
    house.answer(answers);
    expect((await send('/reports')).status).toBe(503);
    expect(house.served).toEqual([]);
  });

  it('is closed when the answer breaks off', async () => {
    house.answer((_req, res) =>
      res.writeHead(403, { 'Content-Length': '9' }).write('half', () => res.destroy()),
    );
    expect((await send('/reports')).status).toBe(half);
    expect(house.served).toEqual([]);
  });
}

describe('a service behind the gate, at the gateway of the local run', () => {
  describeGated(startLocalGateway, { sends: 302, half: 503 });
});

describeWithNginx('a service behind the gate, at the entry of the dev overlay', () => {
  describeGated(
    (entry, service, gate, probes) => {
      const services = { auth: service, pages: service, tickets: service, web: service, reports: service };
      return startNginx(entryConfig({ entry, probes, ...services, gate }), entry);
    },
    { sends: 401, half: 403 },
  );
});
