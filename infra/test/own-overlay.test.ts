import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { MONGO_URI, Namespace } from './support/create-secrets';
import { environmentOf } from './support/environment';
import type { Workload } from './support/manifest';
import { faultsOf } from './support/openapi';
import { describeRendered, INFRA, render } from './support/overlay';
import { Rendered } from './support/rendered';
import { routesOf } from './support/routes';

const [, commands = ''] = /```sh\n(mkdir infra[\s\S]*?)```/.exec(
  readFileSync(join(INFRA, 'README.md'), 'utf8'),
)!;

const root = mkdtempSync(join(tmpdir(), 'latchkey-overlay-'));
afterAll(() => rmSync(root, { recursive: true }));

describeRendered('the overlay of infra/README.md', () => {
  for (const folder of ['k8s', 'nats'])
    cpSync(join(INFRA, folder), join(root, 'infra', folder), { recursive: true });
  execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { cwd: root });
  const folder = join(root, 'infra/k8s/overlays/staging');
  const rendered = render(folder);
  const namespace = new Namespace();
  const made = namespace.create('staging', { MONGO_URI }, [], join(root, 'infra'));

  it('is taken by the Kubernetes API', () => {
    expect(rendered.objects.flatMap(faultsOf)).toEqual([]);
  });

  it('has what it lists and nothing else', () => {
    const names = rendered.workloads.map(({ metadata, spec }) => [metadata.name, spec.replicas]);
    expect(names).toEqual([
      ['auth', 1],
      ['pages', 1],
      ['nats', 1],
    ]);
    expect(rendered.get('Ingress', 'auth')).toMatchObject({ spec: { ingressClassName: 'traefik' } });
    for (const name of ['auth-to-mongo-elsewhere', 'users-to-mongo-elsewhere'])
      expect(rendered.get('NetworkPolicy', name)).toMatchObject({
        spec: { egress: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }] },
      });
  });

  it('gets its Secrets, host and settings', () => {
    expect(made).toMatchObject({ status: 0 });
    expect(Object.keys(namespace.secrets.nats!).sort()).toEqual(['auth', 'service']);
    const { containers } = rendered.get<Workload>('Deployment', 'auth').spec.template.spec;
    expect(environmentOf(containers[0]!, namespace.secrets)).toMatchObject({
      MONGO_URI,
      NATS_URL: expect.stringMatching(/^nats:\/\/auth:\w+@nats:4222$/),
      PUBLIC_URL: 'https://staging.example.com',
      SIGN_UP: 'invite',
    });
    expect(new Set(routesOf(rendered).map(({ host }) => host))).toEqual(new Set(['staging.example.com']));
  });

  it('can route by an Ingress and the Gateway API at once', () => {
    const file = join(folder, 'kustomization.yaml');
    const text = readFileSync(file, 'utf8');
    const ingress = '  - ../../components/ingress\n';
    writeFileSync(file, text.replace(ingress, `${ingress}${ingress.replace('ingress', 'gateway-api')}`));
    const both = render(folder);
    writeFileSync(file, text);
    const pathsOf = (kind: string) =>
      routesOf(new Rendered(both.of(kind))).map(({ host, path, service }) => [host, path, service]);
    expect(pathsOf('Ingress')).toHaveLength(3);
    expect(pathsOf('HTTPRoute')).toEqual(pathsOf('Ingress'));
  });
});
