import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { Manifest, Service, Workload } from './manifest';

export const INFRA = join(__dirname, '../..');
export const OVERLAYS = ['dev', 'production'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** Both render alike; the Kustomize of an older kubectl does not know all that the overlays say. */
const RENDERERS = [
  {
    command: 'kubectl',
    args: ['kustomize'],
    version: ['version', '--client'],
    isRecent: /Kustomize Version: v5/,
  },
  { command: 'kustomize', args: ['build'], version: ['version'], isRecent: /v5/ },
];
const renderer = RENDERERS.find(({ command, version, isRecent }) =>
  isRecent.test(spawnSync(command, version, { encoding: 'utf8' }).stdout ?? ''),
);
const HOW =
  'the manifests need kubectl 1.27 or newer (https://kubernetes.io/docs/tasks/tools), or kustomize: go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1';

if (!renderer) {
  if (process.env.CI === 'true') throw new Error(HOW);
  process.stderr.write(`skipped: ${HOW}\n`);
}

/** Describes what holds for every overlay as `kubectl kustomize` makes it; without such a program it is skipped, but never in CI. */
export function describeOverlays(what: string, tests: (rendered: Rendered, overlay: Overlay) => void): void {
  if (!renderer) return void it.skip(`${what}: ${HOW}`, () => undefined);
  describe.each(OVERLAYS)(`${what}: %s`, (overlay) => tests(rendered(overlay), overlay));
}

/** The objects of an overlay. */
export class Rendered {
  constructor(readonly objects: readonly Manifest[]) {}

  /** Deployments and StatefulSets. */
  get workloads(): Workload[] {
    return [...this.of<Workload>('Deployment'), ...this.of<Workload>('StatefulSet')];
  }

  get services(): Service[] {
    return this.of<Service>('Service');
  }

  of<T extends Manifest>(kind: string): T[] {
    return this.objects.filter((object) => object.kind === kind) as T[];
  }

  /** @throws Error when there is no such object */
  get<T extends Manifest>(kind: string, name: string): T {
    const found = this.of<T>(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }
}

/** The service to copy. */
export const EXAMPLE = new Rendered(readAll(readFileSync(join(INFRA, 'k8s/examples/orders.yaml'), 'utf8')));

/** Renders an overlay as it is deployed. */
export function rendered(overlay: Overlay): Rendered {
  const folder = join(INFRA, 'k8s/overlays', overlay);
  const { command, args } = renderer!;
  return new Rendered(readAll(execFileSync(command, [...args, folder], { encoding: 'utf8' })));
}

/** Reads the objects of a YAML text; a key that is there twice is refused. */
export function readAll(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}
