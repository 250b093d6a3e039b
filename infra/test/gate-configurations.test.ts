import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from './support/manifest';
import { faultsAgainst, readSchemas } from './support/openapi';
import { INFRA } from './support/overlay';

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(readSchemas('gateways.json'), 'gateways');

const read = (name: string) => readFileSync(join(INFRA, '../docs/gate', name), 'utf8');
const objectsOf = (name: string) =>
  parseAllDocuments(read(name)).map((document) => document.toJS() as Manifest);
const faultsOf = (name: string, value: unknown) =>
  faultsAgainst(ajv, `gateways#/definitions/${name.replaceAll('/', '~1').replaceAll(' ', '%20')}`, value);
const nameOf = ({ apiVersion, kind }: Manifest) => `${apiVersion} ${kind}`;

/** The headers that the gate answers. */
const IDENTITY = [
  'x-user-id',
  'x-user-email',
  'x-user-roles',
  'x-user-acr',
  'x-user-amr',
  'x-user-auth-time',
];

interface MeshValues {
  readonly meshConfig: {
    readonly extensionProviders: readonly {
      readonly name: string;
      readonly envoyExtAuthzHttp: { readonly pathPrefix: string; readonly failOpen?: boolean };
    }[];
  };
}

describe.each(['istio.yaml', 'envoy-gateway.yaml', 'gateway-api.yaml'])('docs/gate/%s', (file) => {
  it.each(objectsOf(file).map((object) => [nameOf(object), object] as const))(
    'has a %s that its API takes',
    (name, object) => {
      expect(faultsOf(name, object)).toEqual([]);
    },
  );

  it('says that it is checked, and not run', () => {
    expect(read(file).replaceAll('\n# ', ' ')).toMatch(/^# .*Checked against .*not run by our tests/);
  });
});

describe('docs/gate/istio-mesh.yaml', () => {
  const { meshConfig } = parse(read('istio-mesh.yaml'), { merge: true }) as MeshValues;
  const providers = meshConfig.extensionProviders;

  it('is what Istio takes for its mesh', () => {
    expect(faultsOf('MeshConfig', meshConfig)).toEqual([]);
  });

  it('has a provider for each policy, named after it, and closed', () => {
    for (const { name, envoyExtAuthzHttp } of providers) {
      expect(envoyExtAuthzHttp.pathPrefix).toBe(name.replace('latchkey-', '/'));
      expect(envoyExtAuthzHttp.failOpen).toBeUndefined();
    }
    expect(providers.map(({ name }) => name)).toContain('latchkey-staff');
  });

  it('has the provider that the workload asks', () => {
    const [policy] = objectsOf('istio.yaml') as unknown as [{ spec: { provider: { name: string } } }];
    expect(providers.map(({ name }) => name)).toContain(policy.spec.provider.name);
  });
});

describe('what is not run says the same as envoy.yaml, which is', () => {
  const envoy = read('envoy.yaml');
  const [claims, paths] = [...envoy.matchAll(/regex: ?\s*'([^']+)'/g)].map(([, regex]) => regex!);

  it.each(['istio.yaml', 'envoy-gateway.yaml'])('%s removes the same headers of a client', (file) => {
    expect(read(file)).toContain(`'${claims}'`);
    expect(read(file)).toContain(`'${paths}'`);
  });

  it.each([
    ['istio.yaml', 'request_mutations: [{ remove: cookie }, { remove: authorization }]'],
    ['envoy-gateway.yaml', 'requestHeaderModifier: { remove: [cookie, authorization] }'],
    ['gateway-api.yaml', 'requestHeaderModifier: { remove: [cookie, authorization] }'],
  ])('%s removes the tokens behind the question', (file, removal) => {
    expect(envoy).toContain('request_headers_to_remove: &tokens [cookie, authorization]');
    const text = read(file);
    expect(text).toContain(removal);
    expect(text.indexOf(removal)).toBeGreaterThan(text.indexOf('type: ExternalAuth'));
  });

  it.each(['envoy.yaml', 'istio-mesh.yaml', 'envoy-gateway.yaml', 'gateway-api.yaml'])(
    '%s hands on all that the gate answers, and shows the gate what it judges by',
    (file) => {
      for (const header of [...IDENTITY, 'cookie', 'origin', 'sec-fetch-', 'sec-websocket-version', 'accept'])
        expect(read(file)).toContain(header);
    },
  );
});

describe('this check', () => {
  it('refuses fields that are unknown, of a wrong type or missing, at any depth', () => {
    const [, policy] = objectsOf('envoy-gateway.yaml') as unknown as [unknown, { spec: { extAuth: object } }];
    const extAuth = (more: object) =>
      faultsOf('gateway.envoyproxy.io/v1alpha1 SecurityPolicy', {
        ...policy,
        spec: { ...policy.spec, extAuth: { ...policy.spec.extAuth, ...more } },
      });
    expect(extAuth({})).toEqual([]);
    expect(extAuth({ failClosed: true })).toHaveLength(1);
    expect(extAuth({ failOpen: 'false' })).toHaveLength(1);
    expect(extAuth({ http: { backendRefs: [{ port: 3000 }], path: '/staff' } })).not.toEqual([]);
    const provider = (http: object) =>
      faultsOf('MeshConfig', { extensionProviders: [{ name: 'a', envoyExtAuthzHttp: http }] });
    expect(provider({ port: 3000 })).toEqual([]);
    expect(provider({ port: '3000' })).toHaveLength(1);
    expect(provider({ prefix: '/staff' })).toHaveLength(1);
  });
});
