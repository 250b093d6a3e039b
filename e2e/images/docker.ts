import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { run } from '@latchkey/tools/dist/mongo/run';
import { type Engine } from './engine';
import { succeeds } from './succeeds';
import { spawnContainer } from './spawn-container';

/** Docker, where its server answers. */
export const docker: Engine = {
  name: 'docker',

  isHere: () => succeeds('docker', ['version', '--format', '{{.Server.Version}}']),

  async build({ name, folder }) {
    await run('docker', ['build', '--build-arg', `SERVICE=${folder}`, '--tag', name, '.'], ROOT);
  },

  async sizeOf({ name }) {
    return (await run('docker', ['images', '--format', '{{.Size}}', `${name}:latest`])).trim();
  },

  start({ name, mount }, env) {
    const id = `${name}-${randomUUID()}`;
    const hardened = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    const volumes = mount ? ['--volume', `${join(ROOT, mount.file)}:${mount.at}:ro`] : [];
    const options = ['--rm', '--name', id, '--network', 'host', ...hardened, ...volumes, ...variables];
    const args = ['run', ...options, name];
    const container = spawnContainer('docker', args);
    return Promise.resolve({
      ...container,
      run: (...command: string[]) => run('docker', ['exec', id, ...command]),
      async terminate() {
        await run('docker', ['kill', '--signal', 'TERM', id]);
      },
      async remove() {
        await run('docker', ['rm', '--force', id]).catch(() => undefined);
        await container.exited;
      },
    });
  },
};
