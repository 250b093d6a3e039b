import { expect, it } from '@jest/globals';
import type { Container, Workload } from './support/manifest';
import { describeOverlays } from './support/overlay';

/** How long the services go on with the requests that they have: 10 s, and auth 2 s more on its internal port. */
const DRAIN_SECONDS = 12;
/** What a kubelet and a proxy need beyond that. */
const MARGIN_SECONDS = 10;
/** Ours; the others are servers that we run. */
const SERVICES = ['auth', 'gate', 'pages', 'tickets', 'web'];
/** The replicas that each component deploys, or changes where it comes later. */
const REPLICAS = {
  base: { auth: 1 },
  mongo: { mongo: 1 },
  nats: { nats: 1 },
  'nats-cluster': { nats: 3 },
  'high-availability': { auth: 3 },
  pages: { pages: 1 },
  'pages-high-availability': { pages: 3 },
  gate: { gate: 2 },
  'mail-catcher': { 'mail-catcher': 1 },
  examples: { tickets: 1, web: 1, reports: 1, entry: 1 },
};

const containersOf = ({ spec }: Workload): readonly Container[] => [
  ...(spec.template.spec.initContainers ?? []),
  ...spec.template.spec.containers,
];

describeOverlays('pods', (rendered, overlay) => {
  const workloads = rendered.workloads.map((workload) => [workload.metadata.name, workload] as const);
  const services = workloads.filter(([name]) => SERVICES.includes(name));

  it.each(workloads)(
    '%s: images have a whole version, and containers requests and limits',
    (_name, workload) => {
      for (const { image, resources } of containersOf(workload)) {
        // A digest is what Renovate adds to images that are not ours.
        expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+\.\d+(-alpine)?(@sha256:[0-9a-f]{64})?$/);
        for (const amounts of [resources?.requests, resources?.limits]) {
          expect(amounts).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
        }
      }
    },
  );

  it.each(workloads)('%s: probes go to ports that the container has', (_name, { spec }) => {
    for (const { startupProbe, livenessProbe, readinessProbe, ports } of spec.template.spec.containers) {
      const names = ports?.map(({ name }) => name);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
        expect(names).toContain(probe?.httpGet?.port ?? probe?.tcpSocket?.port);
      }
      // Half a minute at least, on a slow node.
      expect(
        (startupProbe?.periodSeconds ?? 10) * (startupProbe?.failureThreshold ?? 3),
      ).toBeGreaterThanOrEqual(30);
    }
  });

  it.each(services)('%s: alive and ready are told apart, on the internal port', (_name, { spec }) => {
    for (const { startupProbe, livenessProbe, readinessProbe } of spec.template.spec.containers) {
      expect(startupProbe?.httpGet).toEqual({ path: '/healthz', port: 'internal' });
      expect(livenessProbe?.httpGet).toEqual({ path: '/healthz', port: 'internal' });
      expect(readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'internal' });
    }
  });

  it.each(services)('%s: an update drops no request', (_name, { spec }) => {
    expect(spec.strategy?.rollingUpdate?.maxUnavailable).toBe(0);
    const { terminationGracePeriodSeconds = 30, containers } = spec.template.spec;
    for (const { lifecycle } of containers) {
      const seconds = lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(seconds).toBeGreaterThanOrEqual(5);
      expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(seconds + DRAIN_SECONDS + MARGIN_SECONDS);
    }
  });

  it('there are as many as the overlay is for', () => {
    expect(Object.fromEntries(workloads.map(([name, { spec }]) => [name, spec.replicas]))).toEqual(
      Object.assign({}, ...overlay.rowsOf<object>(REPLICAS)),
    );
  });
});
