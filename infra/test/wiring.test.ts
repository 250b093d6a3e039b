import { expect, it } from '@jest/globals';
import { selects, type Manifest, type Selector, type Workload } from './support/manifest';
import { describeOverlays } from './support/overlay';
import { routesOf } from './support/routes';

interface Budget extends Manifest {
  readonly spec: { readonly selector: Selector; readonly maxUnavailable?: number };
}

describeOverlays('what names another object names one that is there', (rendered, overlay) => {
  const { workloads, services } = rendered;
  const named = <T extends Manifest>(objects: readonly T[]) =>
    objects.map((object) => [object.metadata.name, object] as const);

  const selectedBy = (selector: Selector): Workload[] =>
    workloads.filter(({ spec }) => selects(selector, spec.template.metadata.labels));
  const portsOf = ({ spec }: Workload) => spec.template.spec.containers.flatMap(({ ports = [] }) => ports);

  it.each(named(workloads))('%s: its own pods', (_name, workload) => {
    expect(selectedBy(workload.spec.selector)).toEqual([workload]);
    for (const { labelSelector } of workload.spec.template.spec.topologySpreadConstraints ?? []) {
      expect(selectedBy(labelSelector)).toEqual([workload]);
    }
  });

  it.each(named(services))('Service %s: the pods of one workload, and ports of theirs', (_name, { spec }) => {
    const selected = selectedBy({ matchLabels: spec.selector });
    expect(selected).toHaveLength(1);
    for (const { port, targetPort } of spec.ports) {
      // The port of a URL is also the port in the container.
      expect(portsOf(selected[0]!)).toContainEqual({ name: targetPort, containerPort: port });
    }
  });

  it.each(named(workloads))(
    '%s: every port is served by a Service, but those for probes alone',
    (_name, workload) => {
      const served = services
        .filter(({ spec }) => selects({ matchLabels: spec.selector }, workload.spec.template.metadata.labels))
        .flatMap(({ spec }) => spec.ports.map(({ targetPort }) => targetPort));
      const unserved = portsOf(workload).filter(({ name }) => !served.includes(name));
      expect(unserved.every(({ name }) => ['internal', 'monitor'].includes(name))).toBe(true);
    },
  );

  it.each(named(rendered.of<Workload>('StatefulSet')))('%s: a headless Service', (_name, { spec }) => {
    const service = services.find(({ metadata }) => metadata.name === spec.serviceName);
    expect(service?.spec.clusterIP).toBe('None');
    // Servers of a cluster have to find each other before any of them is ready.
    expect(service?.spec.publishNotReadyAddresses ?? false).toBe(spec.replicas > 1);
  });

  it.each(named(workloads))('%s: volumes and ConfigMaps', (_name, { spec }) => {
    const { volumes = [], containers, initContainers = [] } = spec.template.spec;
    const claims = spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name) ?? [];
    const names = [...volumes.map(({ name }) => name), ...claims].sort();
    const mounted = [...containers, ...initContainers].flatMap(({ volumeMounts = [] }) =>
      volumeMounts.map(({ name }) => name),
    );
    expect([...new Set(mounted)].sort()).toEqual(names);
    for (const { configMap } of volumes) if (configMap) rendered.get('ConfigMap', configMap.name);
  });

  it('Prometheus: the metrics of our services', () => {
    const ours = workloads.filter(({ metadata }) =>
      ['auth', 'gate', 'pages', 'tickets', 'web'].includes(metadata.name),
    );
    for (const workload of ours) {
      const internal = portsOf(workload).find(({ name }) => name === 'internal')?.containerPort;
      expect(workload.spec.template.metadata.annotations).toEqual({
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(internal),
        'prometheus.io/path': '/metrics',
      });
    }
  });

  it('an Ingress or an HTTPRoute: ports of Services, and never an internal one', () => {
    const routes = routesOf(rendered);
    expect(routes.length > 0).toBe(overlay.isPublic);
    for (const { service, port } of routes) {
      const found = services.find(({ metadata }) => metadata.name === service);
      const ports = found?.spec.ports.filter(({ name, port: number }) => [name, number].includes(port));
      expect(ports?.map(({ name }) => name)).toEqual(['public']);
    }
  });

  it('disruption budgets: the pods of every workload with several, and let one go', () => {
    const budgets = rendered.of<Budget>('PodDisruptionBudget');
    const several = workloads.filter(({ spec }) => spec.replicas > 1);
    const namesOf = (found: readonly Workload[]) => found.map(({ metadata }) => metadata.name).sort();
    expect(namesOf(budgets.flatMap(({ spec }) => selectedBy(spec.selector)))).toEqual(namesOf(several));
    for (const { spec } of budgets) expect(spec.maxUnavailable).toBe(1);
    for (const { spec } of several) expect(spec.template.spec.topologySpreadConstraints).toBeDefined();
  });
});
