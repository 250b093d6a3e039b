import { describe, expect, it } from '@jest/globals';
import type { Answer } from './ask';
import type { Standing } from './behaviour';
import type { Echoed } from './echo';
import { PUBLIC_HOST } from './proxy';

const LARGE = 'x'.repeat(300_000);

/** Describes what reaches the service behind, and what comes back. */
export function carriesFaithfully(standing: () => Standing, hasGate: boolean): void {
  it.each([
    ['staff', '/reports/x'],
    ['plain', '/reports/x'],
    ['nobody', '/app/x'],
    ['nobody', '/guest/x'],
  ] as const)('tells a client nothing of users, nor widens service workers: %s at %s', async (who, path) => {
    const { ask, house } = standing();
    const { headers } = await ask({ path }, house.people.credentials[who]);
    expect(leaking(headers)).toEqual([]);
  });

  it('says how to authenticate', async () => {
    const { headers } = await standing().ask({ path: '/app/x' });
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('hands on the path, the query, the host and the body', async () => {
    const { ask, house } = standing();
    const path = '/app/caf%C3%A9/a.b/..c?x=%2F..%2f&y=/../';
    const answer = await ask({ path, method: 'PUT', body: LARGE }, house.people.credentials.plain);
    const { method, url, rawHeaders, bodyLength } = JSON.parse(answer.body) as Echoed;
    expect({ method, url, bodyLength }).toEqual({ method: 'PUT', url: path, bodyLength: LARGE.length });
    expect(valuesOf(rawHeaders, 'host')).toEqual([PUBLIC_HOST]);
  });

  it('keeps no answer for the next one', async () => {
    const { ask, house } = standing();
    const { staff, nobody } = house.people.credentials;
    const statuses = [];
    for (const who of [staff, staff, nobody, staff])
      statuses.push((await ask({ path: '/reports/cached' }, who)).status);
    expect(statuses).toEqual([200, 200, 401, 200]);
  });

  it('is not confused by what answers depend on', async () => {
    const { ask, house } = standing();
    const headers = {
      Range: 'bytes=0-0',
      'If-None-Match': '*',
      'If-Modified-Since': new Date().toUTCString(),
    };
    const { status } = await ask({ path: '/app/x', headers }, house.people.credentials.plain);
    expect(status).toBe(200);
    expect((await ask({ path: '/app/x', headers })).status).toBe(401);
  });

  if (hasGate) describe('a policy that hands the token on', () => handsOn(standing));
}

function handsOn(standing: () => Standing): void {
  const authorizationAt = async (
    path: string,
    ...credentials: Parameters<Standing['ask']> extends [unknown, ...infer R] ? R : never
  ) => {
    const answer = await standing().ask({ path }, ...credentials);
    return valuesOf((JSON.parse(answer.body) as Echoed).rawHeaders, 'authorization').join();
  };

  it('hands on that of the cookie', async () => {
    const { plain } = standing().house.people.credentials;
    expect(await authorizationAt('/guest/x', plain)).toBe(`Bearer ${plain.token}`);
  });

  it('hands on nothing of a client that it does not know', async () => {
    const { forged } = standing().house.people.credentials;
    expect(await authorizationAt('/guest/x', forged, 'bearer')).toBe('');
  });

  it('is the only one', async () => {
    const { plain } = standing().house.people.credentials;
    expect(await authorizationAt('/app/x', plain)).toBe('');
    expect(await authorizationAt('/app/x', plain, 'bearer')).toBe(`Bearer ${plain.token}`);
  });
}

function leaking(headers: Answer['headers']): string[] {
  return Object.keys(headers).filter(
    (name) => name.startsWith('x-user') || name === 'authorization' || name === 'service-worker-allowed',
  );
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name);
}
