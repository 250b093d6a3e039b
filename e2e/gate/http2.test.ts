import { once } from 'node:events';
import {
  connect,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Listening } from '../support/listening';
import { documentedForEnvoy, envoy, startEnvoy } from './support/envoy';
import { startHouse, type House } from './support/house';
import { PUBLIC_HOST, PUBLIC_URL, type ProgramUnderTest, type Ports } from './support/proxy';
import { startTraefik, traefik } from './support/traefik';
import { verdictOf } from './support/verdict';

jest.setTimeout(120_000);

const SIBLING = 'sibling.example.com';
const FROM_OLD_SIBLING = { origin: `https://${SIBLING}` };

/** Describes what a proxy does with requests over HTTP/2, without TLS. */
function speaksHttp2(start: (ports: Ports) => Promise<Listening>): void {
  let house: House;
  let running: Listening;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    house = await startHouse({ signIn: true });
    running = await start(house.ports);
    session = connect(`http://127.0.0.1:${house.ports.proxy}`);
    await once(session, 'remoteSettings');
  });
  beforeEach(() => void house.reports.seen.splice(0));
  afterAll(async () => {
    session?.destroy();
    await running?.stop();
    await house?.stop();
  });

  async function verdict(path: string, headers: OutgoingHttpHeaders = {}): Promise<string> {
    const stream = session.request({ ':path': path, ':authority': PUBLIC_HOST, ...headers }).end();
    const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    const status = Number(answer[':status']);
    return verdictOf({ status, headers: answer, body: await text(stream) }, house);
  }
  const cookie = () => house.people.credentials.plain.cookie;

  it('lets in whom it may, and nobody else', async () => {
    expect(await verdict('/app/x', { cookie: cookie() })).toBe('in as plain');
    expect(await verdict('/reports/x', { cookie: cookie() })).toBe('403');
    expect(await verdict('/app/x')).toBe('401');
  });

  it('shows the gate all cookies, which browsers send one by one', async () => {
    const crumbs = ['a=b', ...cookie().split('; '), 'c=d'];
    expect(await verdict('/app/x', { cookie: crumbs })).toBe('in as plain');
    const names = house.reports.seen[0]!.rawHeaders.map((name) => name.toLowerCase());
    expect(names).not.toContain('cookie');
  });

  it('removes what a client claims to be', async () => {
    const claims = { 'x-user-id': 'mallory', x_user_id: 'mallory', 'x.user.roles': 'staff' };
    expect(await verdict('/app/x', { cookie: cookie(), ...claims })).toBe('in as plain');
    expect(await verdict('/public/x', claims)).toBe('in as nobody');
  });

  it('compares the origin with :authority, whatever host stands beside it', async () => {
    const unsafe = { ':method': 'POST', cookie: cookie(), ...FROM_OLD_SIBLING };
    expect(await verdict('/app/x', { ...unsafe, origin: PUBLIC_URL })).toBe('in as plain');
    expect(await verdict('/app/x', unsafe)).toBe('401');
    expect(await verdict('/app/x', { ...unsafe, host: SIBLING })).toMatch(/^4/);
    expect(await verdict('/app/x', { ...unsafe, ':authority': SIBLING })).toBe('404');
    expect(house.reports.seen).toHaveLength(1);
  });

  it('offers no websockets (RFC 8441), so that browsers open them over HTTP/1.1', () => {
    expect(session.remoteSettings.enableConnectProtocol).toBe(false);
  });
}

const PROXIES: readonly [string, ProgramUnderTest, (ports: Ports) => Promise<Listening>][] = [
  ['Traefik', traefik, startTraefik],
  ['Envoy', envoy, (ports) => startEnvoy(documentedForEnvoy('envoy.yaml', ports), ports)],
];
for (const [name, program, start] of PROXIES)
  program.describe(`${name} over HTTP/2`, () => speaksHttp2(start));
