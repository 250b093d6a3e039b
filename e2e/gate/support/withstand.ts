import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sendRaw } from './ask';
import type { Attack } from './attacks/attack';
import { LINES } from './attacks/lines';
import { PATHS } from './attacks/paths';
import { SMUGGLED } from './attacks/smuggled';
import { SPOOFS } from './attacks/spoofs';
import type { Standing } from './behaviour';
import type { Seen } from './echo';
import { claimsOf, userOf } from './verdict';

/** Describes that no request gets past the gate, however it is written. */
export function withstandsAttacks(standing: () => Standing): void {
  describe.each([
    ['a user who claims to be another', SPOOFS],
    ['a path that hides where it leads to', PATHS],
    ['a request that can be read in two ways', LINES],
    ['a request in the body of another', SMUGGLED],
  ])('is not taken in by %s:', (_kind, attacks) => {
    it.each(attacks)('%j', async (_name, attack) => {
      const { house } = standing();
      await sendRaw(
        house.ports.proxy,
        attack.bytes.replace('{cookie}', house.people.credentials[attack.who].cookie),
      );
      const breaches = house.reports.seen.map((seen) => breachOf(seen, attack, standing()));
      expect(breaches.filter((breach) => breach !== undefined)).toEqual([]);
    });
  });

  it('decides for each request of a connection', async () => {
    const { house } = standing();
    const { staff } = house.people.credentials;
    const head = (path: string) => `GET ${path} HTTP/1.1\r\nHost: latchkey.example.com\r\n`;
    const answer = await sendRaw(
      house.ports.proxy,
      `${head('/reports/1')}Cookie: ${staff.cookie}\r\n\r\n${head('/reports/2')}Connection: close\r\n\r\n`,
    );
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
    expect(house.reports.seen.map(({ url }) => url)).toEqual(['/reports/1']);
  });

  it.each([7_000, 20_000, 70_000])('lets nobody else in by %i characters of cookies', async (length) => {
    const { ask, house } = standing();
    const { cookie } = house.people.credentials.plain;
    const headers = { Cookie: `a=${'a'.repeat(length)}; ${cookie}` };
    const statuses = await Promise.all(
      ['/app/x', '/reports/x'].map(
        async (path) => (await ask({ path, headers }).catch(() => ({ status: 400 }))).status,
      ),
    );
    // Not always the same status: the gate may end a connection, with 431, before the proxy has sent all of the question.
    if (length < 8_000) expect(statuses[0]).toBe(200);
    else expect(statuses[0]).toBeGreaterThanOrEqual(400);
    expect(statuses[1]).toBeGreaterThanOrEqual(400);
  });
}

/** What of a request that reached the service must not have; undefined where nothing is wrong. */
function breachOf(seen: Seen, { who }: Attack, { house }: Standing): object | undefined {
  const path = resolve(seen.url);
  const user = userOf(claimsOf(seen), house.people);
  const allowed =
    path.startsWith('/app/') || path === '/app' ? [who] : path.startsWith('/public/') ? ['nobody'] : [];
  const isAllowed = path.startsWith('/guest/') ? ['nobody', who].includes(user) : allowed.includes(user);
  const { upgrade = 'websocket', cookie = '' } = headersOf(seen);
  return isAllowed && upgrade === 'websocket' && cookie === '' ? undefined : { ...seen, user };
}

/** The path that a service may come to, which decodes it once and takes a backslash for a slash. */
function resolve(target: string): string {
  const path = target.replace(/^\w+:\/\/[^/]*/, '').split('?', 1)[0]!;
  const decoded = path.replaceAll(/%[\da-f]{2}/gi, (code) =>
    String.fromCharCode(parseInt(code.slice(1), 16)),
  );
  return posix.normalize(decoded.replaceAll('\\', '/').replace(/^\/+/, '/'));
}

function headersOf({ rawHeaders }: Seen): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[rawHeaders[index]!.toLowerCase()] = rawHeaders[index + 1]!;
  return headers;
}
