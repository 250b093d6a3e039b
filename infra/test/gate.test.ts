import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig as readAuthConfig } from '../../auth/src/config/config';
import { MONGO_URI, Namespace } from './support/create-secrets';
import { environmentOf } from './support/environment';
import { policiesOf, readGateConfig } from './support/gate';
import type { Workload } from './support/manifest';
import { faultsOf } from './support/openapi';
import { HOME, mayArrive, mayLeave, type Party, type Policy } from './support/network';
import { describeRendered, example, INFRA, render } from './support/overlay';
import { Rendered } from './support/rendered';
import { routesOf } from './support/routes';

const operations = readFileSync(join(INFRA, '../docs/operations.md'), 'utf8');
const [, lines = '', policies = ''] =
  /```yaml\n(# In the kustomization\.yaml of your overlay\ncomponents:[\s\S]*?)```[\s\S]*?```yaml\n([\s\S]*?)```/.exec(
    operations,
  ) ?? [];

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

/** Adds the gate to an overlay as docs/operations.md says. @returns its folder */
function withGate(overlay: string): string {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-gate-'));
  roots.push(root);
  for (const folder of ['k8s', 'nats']) cpSync(join(INFRA, folder), join(root, folder), { recursive: true });
  const folder = join(root, 'k8s/overlays', overlay);
  const file = join(folder, 'kustomization.yaml');
  const [, component, generator, image] = /^components:\n(.+\n)([\s\S]+)images:\n([\s\S]+)$/m.exec(lines)!;
  const text = readFileSync(file, 'utf8')
    .replace('  - ../../components/public-host\n', (host) => component! + host)
    .replace('images:\n', (images) => images + image!);
  writeFileSync(file, text + generator!);
  writeFileSync(join(folder, 'policies.yaml'), policies);
  return folder;
}

describe('a service behind the gate, to copy', () => {
  const dashboard = example('dashboard.yaml');
  const [{ metadata, spec }] = dashboard.workloads as [Workload];
  const pod: Party = { name: metadata.name, namespace: HOME, labels: spec.template.metadata.labels };
  const peers: readonly Party[] = [
    { name: 'controller', namespace: { 'latchkey.internal/ingress': 'true' } },
    { name: 'prometheus', namespace: { 'latchkey.internal/monitoring': 'true' } },
    { name: 'asker', namespace: HOME, labels: { 'latchkey.internal/asks-gate': 'true' } },
    { name: 'neighbour', namespace: HOME },
    { name: 'internet' },
  ];

  it('is taken by the Kubernetes API', () => {
    expect(dashboard.objects.flatMap(faultsOf)).toEqual([]);
  });

  describeRendered('in the network of a production overlay', () => {
    const rendered = render(withGate('production-gateway-api'));
    const policies = [rendered, dashboard].flatMap(({ objects }) =>
      new Rendered(objects).of<Policy>('NetworkPolicy'),
    );
    const reached = (isAllowed: (other: Party) => boolean) => peers.filter(isAllowed).map(({ name }) => name);

    it('is reached by its proxy alone, and reaches nobody', () => {
      expect(reached((other) => mayArrive(policies, other, pod, 'TCP 8000'))).toEqual(['controller']);
      for (const port of ['TCP 3000', 'TCP 3001', 'TCP 8000'] as const)
        expect(reached((other) => mayLeave(policies, pod, other, port))).toEqual([]);
    });
  });
});

describeRendered('the gate in a production overlay, by the commands of docs/operations.md', () => {
  describe.each(['production', 'production-gateway-api', 'production-own-host'])('%s', (overlay) => {
    const folder = withGate(overlay);
    const rendered = render(folder);
    const namespace = new Namespace();
    namespace.create(overlay, { MONGO_URI });
    const podOf = (name: string) => rendered.get<Workload>('Deployment', name).spec.template.spec;
    const environment = (name: string) => environmentOf(podOf(name).containers[0]!, namespace.secrets);

    it('is taken by the Kubernetes API', () => {
      expect(rendered.objects.flatMap(faultsOf)).toEqual([]);
    });

    it('has the policies, in a ConfigMap whose name changes with them', () => {
      expect(policiesOf(rendered)).toEqual({ '/etc/latchkey/policies.yaml': policies });
      const mapOf = ({ volumes = [] }: ReturnType<typeof podOf>) =>
        volumes.map(({ configMap }) => configMap?.name);
      const before = mapOf(podOf('gate'));
      writeFileSync(join(folder, 'policies.yaml'), `${policies}guest: { optional: true }\n`);
      const changed = render(folder).get<Workload>('Deployment', 'gate').spec.template.spec;
      writeFileSync(join(folder, 'policies.yaml'), policies);
      expect(mapOf(changed)).not.toEqual(before);
    });

    it('sends people to the auth service and back, as that one has it', () => {
      const auth = readAuthConfig(environment('auth'));
      const gate = readGateConfig(rendered, environment('gate'));
      for (const name of [
        'PUBLIC_URL',
        'ACCOUNT_PATH',
        'RETURN_ORIGINS',
        'COOKIE_DOMAIN',
        'COOKIE_SECURE',
      ] as const)
        expect([name, gate[name]]).toEqual([name, auth[name]]);
    });

    it('is given the public key and no secret', () => {
      const secrets = Object.values(namespace.secrets).flatMap((values) => Object.values(values));
      const known = Object.values(environment('gate')).filter((value) => secrets.includes(value));
      expect(known).toEqual([namespace.secrets['jwt-public-key']!.JWT_PUBLIC_KEY]);
    });

    it('is spread, and no route leads to it', () => {
      const { spec } = rendered.get<Workload>('Deployment', 'gate');
      expect(spec.replicas).toBe(2);
      expect(podOf('gate').topologySpreadConstraints).toHaveLength(2);
      expect(podOf('gate').containers[0]!.image).toBe('registry.example.com/latchkey-gate:0.1.0');
      expect(routesOf(rendered).map(({ service }) => service)).not.toContain('gate-srv');
    });
  });

  it('does not start without policies, so a faulty change stops the rollout', () => {
    const folder = withGate('production');
    writeFileSync(join(folder, 'policies.yaml'), 'staff: { rol: staff }\n');
    const rendered = render(folder);
    const namespace = new Namespace();
    namespace.create('production', { MONGO_URI });
    const { containers } = rendered.get<Workload>('Deployment', 'gate').spec.template.spec;
    expect(() => readGateConfig(rendered, environmentOf(containers[0]!, namespace.secrets))).toThrow(
      /staff\.rol/,
    );
  });
});
