import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { run } from '@latchkey/tools/dist/mongo/run';
import { type Engine } from './engine';
import { spawnContainer } from './spawn-container';
import { succeeds } from './succeeds';
import { bundleConfig, type ImageConfig } from './bundle-config';

/** Buildah to build and runc to run: they need no server, but root. */
export const buildah: Engine = {
  name: 'buildah and runc',

  isHere: () =>
    process.getuid?.() === 0 && ['buildah', 'runc'].every((program) => succeeds(program, ['--version'])),

  async build({ name, folder }) {
    // In a container there is often no way to make another one for each step.
    const options = ['--isolation', 'chroot', '--layers', '--build-arg', `SERVICE=${folder}`, '--tag', name];
    await run('buildah', ['build', ...options, '.'], ROOT);
  },

  async sizeOf({ name }) {
    return (await run('buildah', ['images', '--format', '{{.Size}}', name])).trim();
  },

  async start({ name, mount }, env) {
    const inspected = JSON.parse(await run('buildah', ['inspect', '--type', 'image', name])) as {
      OCIv1: { config: ImageConfig };
    };
    const config = bundleConfig(inspected.OCIv1.config, env, mount);
    const id = `${name}-${randomUUID()}`;
    await run('buildah', ['from', '--name', id, name]);
    const root = { path: (await run('buildah', ['mount', id])).trim(), readonly: true };
    const bundle = await mkdtemp(join(tmpdir(), 'latchkey-image-'));
    await writeFile(join(bundle, 'config.json'), JSON.stringify({ ...config, root }));
    const container = spawnContainer('runc', ['run', '--bundle', bundle, id]);
    return {
      ...container,
      run: (...command) => run('runc', ['exec', id, ...command]),
      async terminate() {
        await run('runc', ['kill', id, 'TERM']);
      },
      async remove() {
        await run('runc', ['delete', '--force', id]);
        await container.exited;
        await run('buildah', ['rm', id]);
        await rm(bundle, { recursive: true });
      },
    };
  },
};
