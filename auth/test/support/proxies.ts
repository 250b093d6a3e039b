import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import type { TestAuth } from './auth-service';
import type { Owner } from './devices';
import { expectProblem } from './problems';
import { accessTokenIn } from './tokens';

/** The host that the client of a proxy asks. */
export const HOST = 'shop.example.com';
export const SAME = `https://${HOST}`;
export const EVIL = 'https://evil.example.net';

export type Headers = Record<string, string>;

export const cookie = ({ session }: Owner) => ({ Cookie: `session=${session}` });
export const bearer = ({ session }: Owner) => ({ Authorization: `Bearer ${accessTokenIn(session)}` });

/** What each proxy asks about a request to HOST. Traefik and nginx pass on what the client sent, but for what they set. */
export const PROXIES = {
  Traefik: (auth: TestAuth, method: string, headers: Headers) =>
    auth
      .internal()
      .get('/verify')
      .set({
        ...headers,
        Host: 'auth-srv:3001',
        'X-Forwarded-Uri': '/cart?x=1',
        'X-Forwarded-Proto': 'https',
      })
      .set({ 'X-Forwarded-Method': method, 'X-Forwarded-Host': HOST }),
  nginx: (auth: TestAuth, method: string, headers: Headers) =>
    auth
      .internal()
      .get('/verify')
      .set({ ...headers, Host: 'auth-srv:3001' })
      .set({ 'X-Original-Method': method, 'X-Forwarded-Host': HOST }),
  Envoy: (auth: TestAuth, method: string, headers: Headers) =>
    auth
      .internal()
      [method.toLowerCase() as 'get']('/verify/cart?x=1')
      .set({ ...headers, Host: HOST }),
};

export function expectIs(response: Response, { id, email }: Owner, roles = ''): void {
  expect(response.status).toBe(200);
  expect(response.headers).toMatchObject({
    'x-user-id': id,
    'x-user-email': encodeURIComponent(email),
    'x-user-roles': roles,
    'cache-control': 'no-store',
  });
  expect(response.text ?? '').toBe('');
}

export function expectNobody(response: Response, code: string): void {
  expectProblem(response, 401, code);
  expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="latchkey"/);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(Object.keys(response.headers).filter((name) => name.startsWith('x-user'))).toEqual([]);
}
