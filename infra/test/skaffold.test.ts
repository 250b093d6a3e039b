import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Workload } from './support/manifest';
import { describeOverlays, INFRA, OVERLAYS } from './support/overlay';

interface Artifact {
  readonly image: string;
  readonly docker?: { readonly target?: string; readonly buildArgs: { readonly SERVICE: string } };
  /** Of a service with a Dockerfile of its own. */
  readonly context?: string;
  readonly sync?: {
    readonly manual: readonly { readonly src: string; readonly dest: string }[];
    readonly hooks?: {
      readonly after: readonly { readonly container: { readonly command: readonly string[] } }[];
    };
  };
}

type Workspace = Artifact & Required<Pick<Artifact, 'docker'>>;
const isOfWorkspace = (artifact: Artifact): artifact is Workspace => artifact.docker !== undefined;

interface Settings {
  readonly build: { readonly artifacts: readonly Artifact[] };
  readonly manifests: { readonly kustomize: { readonly paths: readonly string[] } };
  readonly deploy: {
    readonly kubectl: {
      readonly hooks: {
        readonly before: readonly { readonly host: { readonly command: readonly string[] } }[];
      };
    };
  };
}

interface Skaffold extends Settings {
  readonly apiVersion: string;
  readonly portForward: readonly object[];
  readonly profiles: readonly (Partial<Settings> & {
    readonly name: string;
    readonly patches?: readonly object[];
  })[];
}

const ROOT = join(INFRA, '..');
const skaffold = parse(readFileSync(join(ROOT, 'skaffold.yaml'), 'utf8')) as Skaffold;
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

/** The scripts of the workspace that an image is made of. */
function scriptsOf({ docker }: Workspace): Readonly<Record<string, string>> {
  const text = readFileSync(join(ROOT, docker.buildArgs.SERVICE, 'package.json'), 'utf8');
  return (JSON.parse(text) as { scripts: Record<string, string> }).scripts;
}

describeOverlays('skaffold', (rendered, overlay) => {
  const profile = skaffold.profiles.find(({ name }) => name === overlay.name);
  const { build, manifests, deploy } = { ...skaffold, ...profile };
  const workspaces = build.artifacts.filter(isOfWorkspace);

  it('renders this overlay in the profile of its name', () => {
    expect(profile).toBeDefined();
    expect(manifests.kustomize.paths).toEqual([`infra/k8s/overlays/${overlay.name}`]);
  });

  it('makes the missing Secrets of this overlay before it deploys', () => {
    const commands = deploy.kubectl.hooks.before.map(({ host }) => host.command);
    expect(commands).toEqual([['bash', 'infra/k8s/create-secrets.sh', overlay.name]]);
    expect(existsSync(join(ROOT, commands[0]![1]!))).toBe(true);
  });

  it('builds every image that is ours, each of a workspace with the scripts that the Dockerfile calls', () => {
    const images = rendered.workloads
      .flatMap(({ spec }) => spec.template.spec.containers)
      .map(({ image }) => image.split(':')[0])
      .filter((image) => image!.startsWith('latchkey-'));
    expect(build.artifacts.map(({ image }) => image).sort()).toEqual(images.sort());
    for (const artifact of workspaces) {
      const { image, docker } = artifact;
      expect(basename(docker.buildArgs.SERVICE)).toBe(image.slice('latchkey-'.length));
      expect(Object.keys(scriptsOf(artifact))).toEqual(expect.arrayContaining(['compile', 'dev']));
      if (overlay.isPublic) expect(docker.target).toBeUndefined();
      else expect(dockerfile).toMatch(new RegExp(` AS ${docker.target}$`, 'm'));
    }
  });

  it('builds what is in another language, in dev alone, by a Dockerfile of its own', () => {
    const others = build.artifacts.filter((artifact) => !isOfWorkspace(artifact));
    expect(others).toEqual(
      overlay.isPublic ? [] : [{ image: 'latchkey-reports', context: 'examples/reports' }],
    );
    for (const { context } of others) {
      const own = readFileSync(join(ROOT, context!, 'Dockerfile'), 'utf8');
      const [, copied = ''] = /^COPY --chown=0:0 (.+) \.\/$/m.exec(own)!;
      for (const file of copied.split(' ')) expect(existsSync(join(ROOT, context!, file))).toBe(true);
      expect(own).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    }
  });

  it('syncs sources into folders that are writable there, in dev alone', () => {
    for (const { image, sync } of workspaces) {
      const workload = rendered.get<Workload>('Deployment', image.slice('latchkey-'.length));
      const mounts = workload.spec.template.spec.containers[0]!.volumeMounts ?? [];
      const rules = sync?.manual ?? [];
      expect(rules.length > 0).toBe(!overlay.isPublic);
      for (const { src, dest } of rules) {
        expect(existsSync(join(ROOT, src.replace('/**/*', '')))).toBe(true);
        expect(dest).toBe('/app');
        expect(mounts.some(({ mountPath }) => `/app/${src}`.startsWith(`${mountPath}/`))).toBe(true);
      }
    }
  });

  it('builds what was synced by a script of the workspace, in whose folder the container is', () => {
    const commands = workspaces.flatMap((artifact) =>
      (artifact.sync?.hooks?.after ?? []).map(({ container }) => ({ artifact, ...container })),
    );
    expect(commands).toHaveLength(overlay.isPublic ? 0 : 1);
    for (const { artifact, command } of commands) {
      expect(command.slice(0, -1)).toEqual(['npm', 'run', '--silent']);
      expect(Object.keys(scriptsOf(artifact))).toContain(command.at(-1));
    }
  });

  it('builds over what runs, so that no file that node watches is deleted meanwhile', () => {
    const vite = readFileSync(join(ROOT, 'examples/web/vite.config.mts'), 'utf8');
    expect(vite).toContain('build: { emptyOutDir: false }');
    const [, stage = ''] = /^FROM manifests AS dev\n([^]*?)^FROM /m.exec(dockerfile) ?? [];
    expect(stage).toContain('CMD ["npm", "run", "--silent", "dev"]');
    for (const artifact of workspaces) {
      // tsc writes over its files; nothing that is run after a sync may clean a folder.
      const { dev } = scriptsOf(artifact);
      expect(dev).toMatch(/--watch/);
      expect(dev).not.toMatch(/--clean|rm -r|emptyOutDir/);
    }
  });

  it('forwards ports to the entry and to the page of caught mail, where there are any', () => {
    const forwarded = overlay.isPublic ? [] : skaffold.portForward;
    expect(profile?.patches ?? []).toEqual(overlay.isPublic ? [{ op: 'remove', path: '/portForward' }] : []);
    const expected = (['entry', 'mail-catcher'] as const).flatMap((name) => {
      const ports = rendered.services.find(({ metadata }) => metadata.name === name)?.spec.ports ?? [];
      return ports
        .filter((port) => port.name === (name === 'entry' ? 'public' : 'web'))
        .map(({ port }) => ({
          resourceType: 'service',
          resourceName: name,
          namespace: 'latchkey',
          port,
          localPort: port,
        }));
    });
    expect(forwarded).toEqual(expected);
    expect(expected).toHaveLength(overlay.isPublic ? 0 : 2);
  });
});

describe('skaffold.yaml', () => {
  it('is of the schema of Skaffold 2.19', () => {
    expect(skaffold.apiVersion).toBe('skaffold/v4beta14');
    expect(skaffold.profiles.map(({ name }) => name)).toEqual(OVERLAYS.map(({ name }) => name));
  });
});
