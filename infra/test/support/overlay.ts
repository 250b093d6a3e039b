import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest';
import { Rendered } from './rendered';

export const INFRA = join(__dirname, '../..');
const FOLDER = join(INFRA, 'k8s/overlays');

/** An overlay of infra/k8s/overlays, and the components that it adds. */
export class Overlay {
  readonly #components: readonly string[];
  /** Whether it deploys the services of examples/, too. */
  readonly hasExamples: boolean;

  constructor(readonly name: string) {
    const text = readFileSync(join(FOLDER, name, 'kustomization.yaml'), 'utf8');
    const { components, resources } = parse(text) as Record<'components' | 'resources', readonly string[]>;
    this.#components = components.map((path) => path.slice('../../components/'.length));
    this.hasExamples = resources.includes('tickets.yaml');
  }

  /** Whether it adds a component. */
  has(component: string): boolean {
    return this.#components.includes(component);
  }

  /** Whether people use it at a host of its own; the overlay for development is at localhost. */
  get isPublic(): boolean {
    return this.has('public-host');
  }

  /** The rows of a table by component for what is in this overlay: `base`, its components, and `examples`. */
  rowsOf<T>(table: Readonly<Record<string, T>>): T[] {
    const parts = ['base', ...this.#components, ...(this.hasExamples ? ['examples'] : [])];
    return parts.filter((part) => part in table).map((part) => table[part]!);
  }
}

/** Every overlay that is there. */
export const OVERLAYS = readdirSync(FOLDER).map((name) => new Overlay(name));

/** All render alike; the Kustomize of an older kubectl does not know all that the overlays say. */
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

/** Tests that render; without a program for it they are skipped, but never in CI. */
export function describeRendered(what: string, tests: () => void): void {
  if (renderer) describe(what, tests);
  else it.skip(`${what}: ${HOW}`, () => undefined);
}

type OverlayTests = (rendered: Rendered, overlay: Overlay) => void;

/** Describes what holds for every overlay as `kubectl kustomize` makes it. */
export function describeOverlays(what: string, tests: OverlayTests): void {
  describeEach(OVERLAYS, what, tests);
}

/** The same for the overlays that have services beside auth. */
export function describeOverlaysWithExamples(what: string, tests: OverlayTests): void {
  describeEach(
    OVERLAYS.filter(({ hasExamples }) => hasExamples),
    what,
    tests,
  );
}

function describeEach(overlays: readonly Overlay[], what: string, tests: OverlayTests): void {
  describeRendered(what, () => {
    describe.each(overlays.map((overlay) => [overlay.name, overlay] as const))('%s', (name, overlay) =>
      tests(render(join(FOLDER, name)), overlay),
    );
  });
}

/** Renders the overlay in a folder as it is deployed. */
export function render(folder: string): Rendered {
  const { command, args } = renderer!;
  return new Rendered(readAll(execFileSync(command, [...args, folder], { encoding: 'utf8' })));
}

/** The objects of a file to copy. */
export const example = (name: string): Rendered =>
  new Rendered(readAll(readFileSync(join(INFRA, 'k8s/examples', name), 'utf8')));

/** The service to copy. */
export const EXAMPLE = example('orders.yaml');

/** Reads the objects of a YAML text; a key that is there twice is refused. */
export function readAll(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}
