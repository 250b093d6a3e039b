import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { readConfig } from '../../../gate/src/config';
import type { Manifest, Workload } from './manifest';
import type { Rendered } from './rendered';

type ConfigMap = Manifest & { readonly data: Readonly<Record<string, string>> };

const folder = mkdtempSync(join(tmpdir(), 'latchkey-gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The files in the ConfigMap that the gate of an overlay mounts, by their path in its container. */
export function policiesOf(rendered: Rendered): Readonly<Record<string, string>> {
  const { containers, volumes = [] } = rendered.get<Workload>('Deployment', 'gate').spec.template.spec;
  const { mountPath } = containers[0]!.volumeMounts!.find(({ name }) => name === 'policies')!;
  const { configMap } = volumes.find(({ name }) => name === 'policies')!;
  const { data } = rendered.get<ConfigMap>('ConfigMap', configMap!.name);
  return Object.fromEntries(Object.entries(data).map(([file, text]) => [join(mountPath, file), text]));
}

/**
 * Reads the configuration of the gate with the policies of an overlay.
 * @throws ConfigurationError as the gate does when it starts
 */
export function readGateConfig(rendered: Rendered, env: Readonly<Record<string, string>>) {
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, policiesOf(rendered)[env.POLICIES_FILE!] ?? '');
  return readConfig({ ...env, POLICIES_FILE: file });
}
