import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Namespace, Secrets } from './create-secrets';
import { environmentOf } from './environment';
import type { Workload } from './manifest';
import { INFRA } from './overlay';
import type { Rendered } from './rendered';

export type Environment = Readonly<Record<string, string>>;

/** The deployments that have keys, in the dev overlay. */
export const ROTATED = ['auth', 'gate', 'pages', 'tickets', 'web'] as const;

const operations = readFileSync(join(INFRA, '../docs/operations.md'), 'utf8');

/** The commands of docs/operations.md behind a text. */
export function commandsBehind(text: string): string {
  const from = operations.indexOf(text);
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(operations.slice(from)) ?? [];
  expect([from >= 0, commands.length > 0]).toEqual([true, true]);
  return commands;
}

/** The functions that the commands of rotations use. */
export const helpers = commandsBehind('## Rotate the JWT key');

/** What an overlay's deployments are given while Secrets change. */
export function rotationOf(rendered: Rendered) {
  function environment(name: string, secrets: Secrets): Environment {
    const { containers } = rendered.get<Workload>('Deployment', name).spec.template.spec;
    return environmentOf(containers[0]!, secrets);
  }

  /** Pastes commands; what each deployment is given at first and after each of its restarts. */
  function rotate(namespace: Namespace, commands: string): ReadonlyMap<string, readonly Environment[]> {
    const given = new Map<string, Environment[]>(
      ROTATED.map((name) => [name, [environment(name, namespace.secrets)]]),
    );
    expect(namespace.paste(helpers + commands)).toMatchObject({ status: 0 });
    for (const { deployment, secrets } of namespace.restarts)
      given.get(deployment)?.push(environment(deployment, secrets));
    return given;
  }

  return { environment, rotate };
}
