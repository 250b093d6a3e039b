import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Manifest } from './support/manifest';
import { describeOverlays, EXAMPLE, INFRA, readAll } from './support/overlay';

interface Definition {
  properties?: object;
  additionalProperties?: unknown;
  type?: unknown;
  readonly format?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

const { definitions } = JSON.parse(readFileSync(join(__dirname, 'schemas/kubernetes-1.36.json'), 'utf8')) as {
  definitions: Record<string, Definition>;
};

// OpenAPI 2 leaves unknown fields alone, which an API server warns of and drops; and it has no way to say "a number or a text".
for (const definition of Object.values(definitions)) {
  if (definition.properties) definition.additionalProperties ??= false;
  if (definition.format === 'int-or-string') definition.type = ['integer', 'string'];
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ definitions }, 'kubernetes');

/** What Kubernetes 1.36 has against an object; nothing when it is valid. */
function faultsOf(object: Manifest): string[] {
  const name = Object.keys(definitions).find((key) =>
    definitions[key]?.['x-kubernetes-group-version-kind']?.some(
      ({ group, version, kind }) =>
        `${group && `${group}/`}${version} ${kind}` === `${object.apiVersion} ${object.kind}`,
    ),
  );
  if (name === undefined) return [`${object.apiVersion} ${object.kind} is not known`];
  ajv.validate(`kubernetes#/definitions/${name}`, object);
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

describeOverlays('the Kubernetes API takes every object', ({ objects }) => {
  it.each(
    [...objects, ...EXAMPLE.objects].map(
      (object) => [`${object.kind} ${object.metadata.name}`, object] as const,
    ),
  )('%s', (_name, object) => {
    expect(faultsOf(object)).toEqual([]);
    expect(object.metadata.namespace).toBe('latchkey');
  });

  it('and there is no Secret among them', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

describe('the namespace', () => {
  const [namespace, ...more] = readAll(readFileSync(join(INFRA, 'k8s/namespace.yaml'), 'utf8'));

  it('is taken by the Kubernetes API', () => {
    expect(more).toEqual([]);
    expect(faultsOf(namespace!)).toEqual([]);
  });

  it('admits restricted pods only', () => {
    expect(namespace!.metadata).toMatchObject({
      name: 'latchkey',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });
});

describe('this check', () => {
  const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec });

  it('refuses fields that are unknown, of a wrong type or missing', () => {
    expect(faultsOf(service({ ports: [{ port: 1, targetPort: 'a' }] }))).toEqual([]);
    expect(faultsOf(service({ port: 1 }))).toHaveLength(1);
    expect(faultsOf(service({ ports: [{ port: '1' }] }))).toHaveLength(1);
    expect(faultsOf(service({ ports: [{}] }))).toHaveLength(1);
  });
});
