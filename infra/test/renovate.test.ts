import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INFRA } from './support/overlay';

interface Renovate {
  readonly extends: readonly string[];
  readonly ignorePaths: readonly string[];
  readonly kubernetes: { readonly managerFilePatterns: readonly string[] };
  readonly customManagers: readonly {
    readonly managerFilePatterns: readonly string[];
    readonly matchStrings: readonly string[];
  }[];
  readonly packageRules: readonly {
    readonly matchPackageNames?: readonly string[];
    readonly enabled?: boolean;
  }[];
}

const renovate = JSON.parse(readFileSync(join(INFRA, '../renovate.json'), 'utf8')) as Renovate;

/** The images that each manifest names. */
const images = readdirSync(join(INFRA, 'k8s'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => {
    const text = readFileSync(join(INFRA, 'k8s', file), 'utf8');
    return [...text.matchAll(/^ *(?:- )?image: ([^\s:]+)/gm)].map(([, image]) => [file, image!] as const);
  });

/** Whether a pattern of Renovate, a regular expression between slashes or a glob that ends in **, matches. */
function matches(pattern: string, text: string): boolean {
  const [, expression] = /^\/(.*)\/$/.exec(pattern) ?? [];
  return expression === undefined
    ? text.startsWith(pattern.replace('**', ''))
    : new RegExp(expression).test(text);
}

describe('renovate.json', () => {
  it('pins digests of images in every manifest that names one', () => {
    expect(renovate.extends).toContain('docker:pinDigests');
    expect(images.length).toBeGreaterThan(5);
    for (const [file] of images)
      expect(renovate.kubernetes.managerFilePatterns.some((each) => matches(each, `infra/k8s/${file}`))).toBe(
        true,
      );
    // The preset's own list has **/examples/**.
    expect(renovate.ignorePaths).toEqual(['**/node_modules/**', '**/test/**']);
  });

  it('finds the tools whose versions stand in workflows, programs and .ci/run', () => {
    const files = ['.github/workflows/test.yml', 'tools/nats/find.ts', '.ci/run'];
    const found = files.map((file) => {
      const managers = renovate.customManagers.filter((manager) =>
        manager.managerFilePatterns.some((each) => matches(each, file)),
      );
      const text = readFileSync(join(INFRA, '..', file), 'utf8');
      return managers.flatMap(({ matchStrings }) =>
        matchStrings.map((each) => new RegExp(each).exec(text)?.groups),
      );
    });
    const nats = {
      depName: 'github.com/nats-io/nats-server/v2',
      currentValue: expect.stringMatching(/^v2\./),
    };
    expect(found).toEqual([
      [nats],
      [nats],
      [{ depName: expect.any(String), currentValue: expect.stringMatching(/^[\d.]+$/) }],
    ]);
  });

  it('leaves our own images alone, and no others', () => {
    const names = renovate.packageRules
      .filter(({ enabled }) => enabled === false)
      .flatMap(({ matchPackageNames = [] }) => matchPackageNames);
    const ours = images
      .map(([, image]) => image)
      .filter((image) => names.some((name) => matches(name, image)));
    expect([...new Set(ours)].sort()).toEqual([
      'latchkey-auth',
      'latchkey-gate',
      'latchkey-pages',
      'latchkey-reports',
      'latchkey-tickets',
      'latchkey-web',
      'registry.example.com/dashboard',
      'registry.example.com/orders',
    ]);
  });
});
