import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { GATED_ROUTES, ROUTES } from '../../tools/local/routes';
import type { Ingress } from './support/manifest';
import { faultsOf } from './support/openapi';
import { describeOverlays, EXAMPLE, example, INFRA } from './support/overlay';
import { routesOf, type Gateway, type HttpRoute } from './support/routes';

/** The same for whatever routes: `/prefix service`. */
const EXPECTED = ROUTES.map(([prefix, service]) => `${prefix} ${service}-srv`);

describe('the entry of the dev overlay', () => {
  const config = readFileSync(join(INFRA, 'k8s/overlays/dev/entry.conf'), 'utf8');

  it('routes as the local run does', () => {
    // A path and all below it, which is what an Ingress means by Prefix; the port is the public one.
    const locations = [
      ...config.matchAll(/location ~ \^(\S+)\(\/\|\$\) \{\s*proxy_pass http:\/\/([a-z-]+):3000;\s*\}/g),
    ];
    expect(locations.map(([, path, service]) => `${path!.replaceAll('\\', '')} ${service}`)).toEqual(
      EXPECTED,
    );
    expect(config).toMatch(/location \/ \{\s*proxy_pass http:\/\/web-srv:3000;\s*\}/);
    // The gate is the one more.
    const others = 2;
    expect(config.match(/proxy_pass http/g)).toHaveLength(EXPECTED.length + GATED_ROUTES.length + others);
  });

  it('asks the gate about the paths that the local run asks it about, by policies that are there', () => {
    const gated = [
      ...config.matchAll(
        /location ~ \^([^\s(]+)\(\/\|\$\) \{\s*auth_request \/_gate\/([a-z-]+);[^{}]*?proxy_pass http:\/\/([a-z]+)-srv:8000;/g,
      ),
    ].map(([, path, policy, service]) => [path, service, policy]);
    // The inner location of nginx is the longer path.
    expect(gated.reverse()).toEqual(GATED_ROUTES);
    const policies = parse(readFileSync(join(INFRA, 'k8s/overlays/dev/policies.yaml'), 'utf8')) as object;
    const local = parse(readFileSync(join(INFRA, '../tools/local/policies.yaml'), 'utf8')) as object;
    expect(Object.keys(policies).sort()).toEqual(gated.map(([, , policy]) => policy).sort());
    // They differ in how a browser is sent away.
    const withoutNginx = JSON.parse(JSON.stringify(policies).replaceAll('"nginx"', 'true')) as object;
    expect(withoutNginx).toEqual(local);
  });

  it('says itself who the client is, which the services believe', () => {
    expect(config).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(config).toContain('proxy_set_header X-Forwarded-Proto http;');
    expect(config).toContain('proxy_set_header Host $http_host;');
  });
});

describeOverlays('an Ingress or an HTTPRoute', (rendered, overlay) => {
  const routes = routesOf(rendered);

  it('is there once for each component that routes', () => {
    const count = (kind: string) => rendered.of(kind).length;
    expect(count('Ingress')).toBe(overlay.has('ingress') ? 1 : 0);
    expect(count('HTTPRoute')).toBe(overlay.has('gateway-api') ? 1 : 0);
    expect(overlay.has('ingress') || overlay.has('gateway-api')).toBe(overlay.isPublic);
  });

  it('routes to each service that is there as the local run does, on one host', () => {
    const present = EXPECTED.filter((route) =>
      rendered.services.some(({ metadata }) => route.endsWith(` ${metadata.name}`)),
    );
    expect(routes.map(({ path, service }) => `${path} ${service}`)).toEqual(overlay.isPublic ? present : []);
    expect(new Set(routes.map(({ host }) => host)).size).toBe(overlay.isPublic ? 1 : 0);
  });

  it('serves its host by TLS', () => {
    for (const { spec } of rendered.of<Ingress>('Ingress'))
      expect(spec.tls.map(({ hosts }) => hosts)).toEqual([spec.rules.map(({ host }) => host)]);
    for (const { spec } of rendered.of<HttpRoute>('HTTPRoute'))
      expect(spec.parentRefs.map(({ sectionName }) => sectionName)).toEqual(['https']);
  });
});

describe('what there is to copy for the Gateway API', () => {
  const orders = example('orders-route.yaml');
  const gateways = example('gateway.yaml');
  const gateway = gateways.get<Gateway>('Gateway', 'latchkey');
  const [listener] = gateway.spec.listeners;

  it('is taken by the Kubernetes API', () => {
    for (const object of [...orders.objects, ...gateways.objects]) expect(faultsOf(object)).toEqual([]);
    expect([...orders.objects, ...gateways.objects]).toHaveLength(3);
  });

  it('routes the service as its Ingress does', () => {
    const [route] = routesOf(orders);
    expect(routesOf(EXAMPLE)).toEqual([{ ...route, port: 'public' }]);
    expect(route).toMatchObject({ path: '/api/orders', port: 3000 });
  });

  it('has a Gateway that takes routes of our namespace, by TLS', () => {
    expect(gateways.get('Namespace', gateway.metadata.namespace!).metadata.labels).toEqual({
      'latchkey.internal/ingress': 'true',
    });
    expect(listener?.protocol).toBe('HTTPS');
    expect(listener?.tls.certificateRefs).toHaveLength(1);
    expect(listener?.allowedRoutes.namespaces.selector.matchLabels).toEqual({
      'kubernetes.io/metadata.name': 'latchkey',
    });
  });

  describeOverlays('and the HTTPRoutes of', (rendered) => {
    it('name that listener', () => {
      for (const { spec } of [...rendered.of<HttpRoute>('HTTPRoute'), ...orders.of<HttpRoute>('HTTPRoute')]) {
        const { name, namespace } = gateway.metadata;
        expect(spec.parentRefs).toEqual([{ name, namespace, sectionName: listener?.name }]);
      }
    });
  });
});
