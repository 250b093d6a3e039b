import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validate } from '@readme/openapi-parser';
import { pino } from 'pino';
import { listAreas } from '../../../src/apps/endpoints';
import { createApp } from '../../../src/apps/public';
import { schemas } from '../../../src/openapi/schemas';
import { EVERY_ENDPOINT, WITH_EVERY_ENDPOINT } from '../../support/every-endpoint';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { expectProblem } from '../../support/problems';
import { routesOf } from '../../support/routes-of';
import { withAuth } from '../../support/with-auth';

const areas = listAreas(EVERY_ENDPOINT);
const operations = areas.flatMap(({ endpoints }) => endpoints);

interface Property {
  readonly type?: string;
  readonly maxItems?: number;
}

type Document = Parameters<typeof validate>[0] & {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; tags: string[]; security: object[] }>>;
  tags: { name: string; description: string }[];
  components: { securitySchemes: Record<string, { name: string; in: string }> };
};

describe('GET /api/users/openapi.json', () => {
  let auth: TestAuth;
  let document: Document;

  beforeAll(async () => {
    auth = await startAuth(WITH_EVERY_ENDPOINT);
    document = (await auth.request().get('/api/users/openapi.json').expect(200)).body as Document;
  });
  afterAll(() => auth.stop());

  it('is a valid OpenAPI 3.1 document', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    // The validator resolves references in place.
    expect(await validate(structuredClone(document))).toMatchObject({ valid: true, warnings: [] });
  });

  it('would not be valid with a reference to nowhere, so that the test before can fail', async () => {
    const broken = JSON.parse(
      JSON.stringify(document).replaceAll('schemas/CurrentUser"', 'schemas/Nobody"'),
    ) as Document;
    expect(await validate(broken)).toMatchObject({ valid: false });
  });

  it('has an id of its own for each operation', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(operations.length);
    for (const id of ids) expect(id).toMatch(/^(get|post|put|patch|delete)[A-Za-z]+$/);
  });

  it('has a section for each area, and each operation in one of them', () => {
    const names = document.tags.map(({ name }) => name);
    expect(names).toEqual([
      ...['account', 'session', 'authentication', 'factors', 'password', 'email', 'meta', 'admin'],
    ]);
    const used = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ tags }) => tags));
    for (const tags of used) expect(tags).toHaveLength(1);
    expect(new Set(used.flat())).toEqual(new Set(names));
  });

  it('describes every route that is there, and no other', () => {
    const { config, services, metrics } = auth;
    const app = createApp({ config, services, metrics, log: pino({ level: 'silent' }) });
    const described = operations.map(({ method, path }) => `${method} ${path}`).sort();
    // Some have a gate in front of them, with a route of its own.
    const routes = [...new Set(routesOf(app))];
    // What the page of /docs loads is a part of that page.
    expect(routes.filter((route) => !route.startsWith('get /api/users/docs/')).sort()).toEqual(described);
    const inDocument = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(inDocument.sort()).toEqual(described);
  });

  it.each(operations)('is true of who may: $method $path', async ({ method, path, proof = 'account' }) => {
    const response = await auth
      .request()
      [method](path.replace('{id}', 'a'.repeat(24)))
      .redirects(0);
    expect(response.status).not.toBe(404);
    if (proof === 'account') expectProblem(response, 401, 'token_missing');
    else expect(response.body).not.toHaveProperty('code', 'token_missing');
  });

  it.each(operations.filter(({ success }) => success.schema))(
    'bounds or pages each list that it answers: $method $path',
    ({ success, query, path }) => {
      // The keys are what the operator configures.
      if (success.schema === 'Jwks') return;
      const { properties = {} } = schemas[success.schema!] as { properties?: Record<string, Property> };
      const lists = Object.values(properties).filter(({ type }) => type === 'array');
      const unbounded = lists.filter(({ maxItems }) => maxItems === undefined);
      if (unbounded.length === 0) return;
      expect({ path, properties: Object.keys(properties) }).toEqual({
        path,
        properties: expect.arrayContaining(['next']),
      });
      expect(query).toMatchObject({ after: 'optional', limit: 'optional' });
    },
  );

  it('says what proves a session beside each access token', async () => {
    const security = (of: Document) => of.paths['/api/users/sessions']!.get!.security;
    const tokens = ['session', 'bearer'];
    const withProofs = (...proofs: string[]) =>
      tokens.flatMap((token) => proofs.map((proof) => ({ [token]: [], [proof]: [] })));
    await withAuth({}, async (plain) => {
      const other = (await plain.request().get('/api/users/openapi.json').expect(200)).body as Document;
      expect(security(other)).toEqual(withProofs('refresh', 'refreshToken'));
      expect(other.components.securitySchemes).toMatchObject({
        refresh: { in: 'cookie', name: 'refresh' },
        refreshToken: { in: 'header', name: 'Refresh-Token' },
      });
      expect(other.components.securitySchemes).not.toHaveProperty('account');
    });

    await withAuth({ ACCOUNT_PATH: '/account', COOKIE_SECURE: 'true' }, async (secure) => {
      const own = (await secure.request().get('/api/users/openapi.json').expect(200)).body as Document;
      expect(security(own)).toEqual(withProofs('refresh', 'refreshToken', 'account'));
      expect(own.components.securitySchemes).toMatchObject({
        refresh: { in: 'cookie', name: '__Secure-refresh' },
        account: { in: 'cookie', name: '__Secure-account' },
      });
      expect(await validate(structuredClone(own))).toMatchObject({ valid: true, warnings: [] });
    });
  });

  it('names the session cookie as it is set', async () => {
    expect(document.components.securitySchemes.session!.name).toBe('session');
    const response = await withAuth({ COOKIE_SECURE: 'true', COOKIE_DOMAIN: 'example.com' }, async (secure) =>
      secure.request().get('/api/users/openapi.json').expect(200),
    );
    expect((response.body as Document).components.securitySchemes.session!.name).toBe('__Secure-session');
  });
});
