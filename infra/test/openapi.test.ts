import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsOf } from './support/openapi';
import { describeOverlays, EXAMPLE, INFRA, readAll } from './support/overlay';

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

  it('refuses the same of an HTTPRoute, at any depth', () => {
    const route = (path: object) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'a' },
      spec: { rules: [{ matches: [{ path }] }] },
    });
    expect(faultsOf(route({ type: 'PathPrefix', value: '/a' }))).toEqual([]);
    expect(faultsOf(route({ type: 'Prefix', value: '/a' }))).toHaveLength(1);
    expect(faultsOf(route({ type: 'PathPrefix', prefix: '/a' }))).toHaveLength(1);
    expect(faultsOf({ ...route({}), spec: undefined } as never)).toHaveLength(1);
  });
});
