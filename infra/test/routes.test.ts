import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../tools/local/routes';
import type { Ingress } from './support/manifest';
import { describeOverlays, INFRA } from './support/overlay';

/** The same for whoever routes: `/prefix service`. */
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
    expect(config.match(/proxy_pass/g)).toHaveLength(EXPECTED.length + 1);
  });

  it('says itself who the client is, which the services believe', () => {
    expect(config).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(config).toContain('proxy_set_header X-Forwarded-Proto http;');
    expect(config).toContain('proxy_set_header Host $http_host;');
  });
});

describeOverlays('an Ingress', (rendered) => {
  it('routes to each service that is there as the local run does, on one host, with TLS', () => {
    const present = EXPECTED.filter((route) =>
      rendered.services.some(({ metadata }) => route.endsWith(` ${metadata.name}`)),
    );
    for (const { spec } of rendered.of<Ingress>('Ingress')) {
      expect(spec.rules).toHaveLength(1);
      const [{ host, http }] = spec.rules;
      expect(spec.tls.map(({ hosts }) => hosts)).toEqual([[host]]);
      expect(http.paths.map(({ path, backend }) => `${path} ${backend.service.name}`)).toEqual(present);
      expect(new Set(http.paths.map(({ pathType }) => pathType))).toEqual(new Set(['Prefix']));
    }
  });
});
