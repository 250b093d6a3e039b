import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeOverlays, EXAMPLE, INFRA } from './support/overlay';

const PREFIX = 'latchkey.internal/';
/** Prefixes that belong to Kubernetes. */
const OF_KUBERNETES = ['app.kubernetes.io/', 'kubernetes.io/'];
/** The label of the cluster's DNS, which has no prefix. */
const OF_THE_CLUSTER = ['k8s-app'];

const told = new Set(
  readFileSync(join(INFRA, '../docs/operations.md'), 'utf8').match(/latchkey\.internal\/[a-z-]+/g),
);

/** The keys of all labels and selectors in an object. */
function labelsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inside]: [string, unknown]) =>
    ['labels', 'matchLabels', 'selector'].includes(field) && isLabels(inside)
      ? Object.keys(inside)
      : labelsIn(inside),
  );
}

const isLabels = (value: unknown): value is object =>
  Object.values(value as object).every((each) => typeof each === 'string');

describeOverlays('labels', ({ objects }) => {
  const labels = [...new Set(labelsIn([objects, EXAMPLE.objects]))];
  const ours = labels.filter((label) => label.startsWith(PREFIX));

  it('have our prefix, or are those of Kubernetes', () => {
    const others = labels.filter(
      (label) => !ours.includes(label) && !OF_KUBERNETES.some((prefix) => label.startsWith(prefix)),
    );
    expect(others).toEqual(OF_THE_CLUSTER);
  });

  it('are told in docs/operations.md', () => {
    expect(ours.length).toBeGreaterThan(4);
    for (const label of ours) expect(told).toContain(label);
  });
});
