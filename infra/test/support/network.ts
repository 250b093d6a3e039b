import { selects, type Labels, type Manifest, type Selector } from './manifest';

export interface Policy extends Manifest {
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: object;
}

/** Somebody who connects or is connected to: a pod, or when there is no namespace, an address outside of the cluster. */
export interface Party {
  readonly name: string;
  readonly labels?: Labels;
  readonly namespace?: Labels;
}

/** A port with its protocol, such as `TCP 3000`. */
export type Port = `${'TCP' | 'UDP'} ${number}`;

/** The labels of the namespace that the policies are in. */
export const HOME: Labels = { 'kubernetes.io/metadata.name': 'latchkey' };

/** Whether the policies, all in the namespace HOME, let somebody connect to another, as far as they are asked where it leaves. */
export function mayLeave(policies: readonly Policy[], from: Party, to: Party, port: Port): boolean {
  return isAllowed(policiesOn(from, 'Egress', policies), ({ egress }) => egress, from, to, port);
}

/** The same, as far as they are asked where it arrives. */
export function mayArrive(policies: readonly Policy[], from: Party, to: Party, port: Port): boolean {
  return isAllowed(policiesOn(to, 'Ingress', policies), ({ ingress }) => ingress, to, from, port);
}

function policiesOn(
  { labels = {}, namespace }: Party,
  type: string,
  policies: readonly Policy[],
): readonly Policy[] {
  if (namespace !== HOME) return [];
  return policies.filter(({ spec }) => spec.policyTypes.includes(type) && selects(spec.podSelector, labels));
}

/** Without a policy everything is allowed; with some, what any of them says. */
function isAllowed(
  policies: readonly Policy[],
  rulesOf: (spec: Policy['spec']) => readonly Rule[] | undefined,
  self: Party,
  other: Party,
  port: Port,
): boolean {
  if (policies.length === 0) return true;
  return policies
    .flatMap(({ spec }) => rulesOf(spec) ?? [])
    .some(({ from, to, ports }) => {
      const peers = from ?? to;
      return (
        (!peers || peers.some((peer) => isPeer(peer, self, other))) &&
        (!ports || ports.some(({ port: number, protocol = 'TCP' }) => `${protocol} ${number}` === port))
      );
    });
}

function isPeer({ podSelector = {}, namespaceSelector, ipBlock }: Peer, self: Party, other: Party): boolean {
  // Addresses of pods change, so that policies on addresses are not meant for them.
  if (ipBlock || !other.namespace) return Boolean(ipBlock) && !other.namespace;
  const isNamespace = namespaceSelector
    ? selects(namespaceSelector, other.namespace)
    : other.namespace === self.namespace;
  return isNamespace && selects(podSelector, other.labels ?? {});
}
