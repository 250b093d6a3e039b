import { expect, it } from '@jest/globals';
import { secretsFor } from './support/create-secrets';
import { environmentOf } from './support/environment';
import { selects, type Workload } from './support/manifest';
import { HOME, mayArrive, mayLeave, type Party, type Policy, type Port } from './support/network';
import { describeOverlays, EXAMPLE } from './support/overlay';

const OTHERS: readonly Party[] = [
  { name: 'stranger', namespace: HOME },
  { name: 'follower', namespace: HOME, labels: { 'latchkey.internal/follows-revocations': 'true' } },
  { name: 'asker', namespace: HOME, labels: { 'latchkey.internal/asks-auth': 'true' } },
  { name: 'served', namespace: HOME, labels: { 'latchkey.internal/serves-public': 'true' } },
  { name: 'measured', namespace: HOME, labels: { 'latchkey.internal/serves-metrics': 'true' } },
  { name: 'proxy', namespace: HOME, labels: { 'latchkey.internal/asks-gate': 'true' } },
  { name: 'relayed', namespace: HOME, labels: { 'latchkey.internal/follows-gate': 'true' } },
  { name: 'keeper', namespace: HOME, labels: { 'latchkey.internal/uses-mongo': 'true' } },
  {
    name: 'names',
    namespace: { 'kubernetes.io/metadata.name': 'kube-system' },
    labels: { 'k8s-app': 'kube-dns' },
  },
  { name: 'system', namespace: { 'kubernetes.io/metadata.name': 'kube-system' } },
  { name: 'controller', namespace: { 'latchkey.internal/ingress': 'true' } },
  { name: 'prometheus', namespace: { 'latchkey.internal/monitoring': 'true' } },
  { name: 'neighbour', namespace: {}, labels: { 'app.kubernetes.io/name': 'auth' } },
  { name: 'internet' },
];

/** Every port that anybody listens on, and one that nobody does. */
const PORTS: readonly Port[] = [
  'TCP 53',
  'TCP 465',
  'TCP 587',
  'TCP 1025',
  'UDP 53',
  'TCP 3000',
  'TCP 3001',
  'TCP 4222',
  'TCP 6222',
  'TCP 8000',
  'TCP 8025',
  'TCP 8222',
  'TCP 27017',
  'TCP 9999',
];

/** What each component lets through. */
const EDGES = {
  base: [
    'asker → auth TCP 3001',
    'orders → auth TCP 3001',
    'prometheus → auth TCP 3001',
    'prometheus → measured TCP 3001',
    'prometheus → orders TCP 3001',
  ],
  mongo: ['auth → mongo TCP 27017', 'keeper → mongo TCP 27017', 'orders → mongo TCP 27017'],
  'external-mongo': [
    'auth → internet TCP 27017',
    'keeper → internet TCP 27017',
    'orders → internet TCP 27017',
  ],
  nats: ['auth → nats TCP 4222', 'follower → nats TCP 4222', 'orders → nats TCP 4222'],
  'nats-cluster': ['nats → nats TCP 6222'],
  'public-host': [
    'controller → auth TCP 3000',
    'controller → orders TCP 3000',
    'controller → pages TCP 3000',
    'controller → served TCP 3000',
  ],
  pages: ['pages → auth TCP 3000', 'pages → auth TCP 3001', 'prometheus → pages TCP 3001'],
  gate: [
    'controller → gate TCP 3000',
    'gate → auth TCP 3001',
    'prometheus → gate TCP 3001',
    'proxy → gate TCP 3000',
    'relayed → gate TCP 3001',
  ],
  'mail-catcher': ['auth → mail-catcher TCP 1025'],
  examples: [
    'entry → auth TCP 3000',
    'entry → gate TCP 3000',
    'entry → orders TCP 3000',
    'entry → pages TCP 3000',
    'entry → reports TCP 8000',
    'entry → served TCP 3000',
    'entry → tickets TCP 3000',
    'entry → web TCP 3000',
    'prometheus → tickets TCP 3001',
    'prometheus → web TCP 3001',
    'tickets → auth TCP 3001',
    'tickets → mongo TCP 27017',
    'tickets → nats TCP 4222',
    'web → auth TCP 3000',
    'web → nats TCP 4222',
    'web → tickets TCP 3000',
  ],
};

/** How many addresses containers are given in their environment, by component. */
const ADDRESSES = {
  mongo: 1,
  'external-mongo': 1,
  nats: 1,
  'nats-cluster': 3,
  pages: 2,
  gate: 1,
  'mail-catcher': 1,
  examples: 6,
};

describeOverlays('the network', (rendered, overlay) => {
  const policies = rendered.of<Policy>('NetworkPolicy');
  const partiesOf = (workloads: readonly Workload[]): Party[] =>
    workloads.map(({ metadata, spec }) => ({
      name: metadata.name,
      namespace: HOME,
      labels: spec.template.metadata.labels,
    }));
  const pods = partiesOf(rendered.workloads);
  const all = [...pods, ...partiesOf(EXAMPLE.workloads), ...OTHERS];
  const inside = all.filter(({ namespace }) => namespace === HOME).map(({ name }) => name);

  /** The connections that one side lets through. */
  const connections = (isAllowed: typeof mayLeave) =>
    all.flatMap((from) =>
      all.flatMap((to) =>
        PORTS.filter((port) => isAllowed(policies, from, to, port)).map((port) => [from.name, to.name, port]),
      ),
    );
  const expected = overlay
    .rowsOf(EDGES)
    .flat()
    .map((edge) => edge.split(/ → | (?=TCP)/))
    // An overlay can be without the account pages.
    .filter((edge) => !edge.includes('pages') || overlay.has('pages'));

  // Each side by itself: somebody who adds a policy for a pod of theirs must not get further by it.
  it('lets exactly these connections out of pods', () => {
    const toNames = inside.flatMap((from) => [
      [from, 'names', 'TCP 53'],
      [from, 'names', 'UDP 53'],
    ]);
    const leaving = connections(mayLeave).filter(([from]) => inside.includes(from!));
    const named = expected.filter(([from]) => inside.includes(from!));
    expect(leaving.sort()).toEqual([...named, ...toNames].sort());
  });

  it('lets exactly these connections into pods', () => {
    const arriving = connections(mayArrive).filter(([, to]) => inside.includes(to!));
    expect(arriving.sort()).toEqual(expected.filter(([, to]) => inside.includes(to!)).sort());
  });

  /** A pod of a StatefulSet or the pods of a Service, else the MongoDB outside. */
  function partyAt(hostname: string): Party | undefined {
    if (hostname.endsWith('.example.com')) return OTHERS.find(({ name }) => name === 'internet');
    const service = rendered.services.find(({ metadata }) => metadata.name === hostname.split('.').at(-1));
    return service && pods.find(({ labels = {} }) => selects({ matchLabels: service.spec.selector }, labels));
  }

  it('lets each container reach the addresses in its environment', () => {
    const secrets = secretsFor(overlay);
    const addresses = rendered.workloads.flatMap(({ spec }, index) =>
      Object.entries(environmentOf(spec.template.spec.containers[0]!, secrets))
        // Browsers go to PUBLIC_URL, and no container does.
        .filter(([name, value]) => name !== 'PUBLIC_URL' && /^(mongodb|nats|http|smtp):/.test(value))
        .map(([, url]) => ({ from: pods[index]!, to: new URL(url.split(',')[0]!) })),
    );
    expect(addresses).toHaveLength(overlay.rowsOf(ADDRESSES).reduce((sum, count) => sum + count));
    for (const { from, to } of addresses) {
      const party = partyAt(to.hostname);
      expect([to.hostname, party]).toEqual([to.hostname, expect.anything()]);
      const port = `TCP ${Number(to.port || 27017)}` as const;
      expect(mayLeave(policies, from, party!, port) && mayArrive(policies, from, party!, port)).toBe(true);
    }
  });
});
