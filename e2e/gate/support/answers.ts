import { describe, expect, it } from '@jest/globals';
import type { Answer, Ask } from './ask';
import type { Standing } from './behaviour';
import type { Echoed } from './echo';
import type { Who } from './people';
import { PUBLIC_HOST } from './proxy';
import type { Situation } from './situations';

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

  if (!hasGate) return;
  describe('a policy that hands the token on', () => handsOn(standing));
  describe.each([
    ['the session cookie', undefined],
    ['a bearer token', 'bearer'],
  ] as const)('what a service could act as a user with, in %s', (_what, by) => withholdsTokens(standing, by));
}

/** @param by what has the token: the cookie, unless given */
function withholdsTokens(standing: () => Standing, by: Situation['by']): void {
  const asked = (path: string, who: Who, more: Partial<Ask> = {}) =>
    standing().ask({ path, ...more }, standing().house.people.credentials[who], by);

  it.each([
    ['/reports/x', 'staff', {}],
    ['/app/x', 'plain', {}],
    ['/app/x', 'plain', { method: 'POST', body: 'x' }],
    ['/app/live', 'plain', { upgrade: true }],
    ['/public/x', 'plain', {}],
  ] as const)('does not reach the service: %s of %s, %j', async (path, who, more) => {
    const { rawHeaders } = JSON.parse((await asked(path, who, more)).body) as Echoed;
    expect(tokensIn(rawHeaders)).toEqual({ cookie: [], authorization: [] });
  });

  it('reaches it as the token of the gate, where the policy says so', async () => {
    const { rawHeaders } = JSON.parse((await asked('/guest/x', 'plain')).body) as Echoed;
    const { token } = standing().house.people.credentials.plain;
    expect(tokensIn(rawHeaders)).toEqual({ cookie: [], authorization: [`Bearer ${token}`] });
  });

  it('reaches the auth service', async () => {
    const { id } = standing().house.people.plain;
    const { status, body } = await asked('/api/users/currentuser', 'plain');
    expect([status, JSON.parse(body)]).toMatchObject([200, { currentUser: { id } }]);
  });
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
    expect(await authorizationAt('/app/x', plain, 'bearer')).toBe('');
  });
}

function leaking(headers: Answer['headers']): string[] {
  return Object.keys(headers).filter(
    (name) => name.startsWith('x-user') || name === 'authorization' || name === 'service-worker-allowed',
  );
}

/** What could act as a user elsewhere; an empty value is none. */
function tokensIn(rawHeaders: readonly string[]) {
  const sent = (name: string) => valuesOf(rawHeaders, name).filter((value) => value !== '');
  return { cookie: sent('cookie'), authorization: sent('authorization') };
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name);
}
