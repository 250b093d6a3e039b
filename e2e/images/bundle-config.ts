import { join } from 'node:path';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { type Image } from './images';

/** What an image says of itself (OCI image specification, "config"). */
export interface ImageConfig {
  readonly User?: string;
  readonly Env: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
}

const BIND = ['bind', 'ro', 'nosuid', 'nodev', 'noexec'];
const DEVICES = ['nosuid', 'strictatime', 'mode=755', 'size=65536k'];

/**
 * What the config.json of a bundle for runc says beside its root (OCI runtime specification): the image's own user, no
 * capabilities, and the machine's network.
 * @throws Error when the image's user is not a number, which Kubernetes could not tell from root
 */
export function bundleConfig(
  image: ImageConfig,
  env: Readonly<Record<string, string>>,
  mount: Image['mount'],
): object {
  const [uid, gid] = (image.User ?? '').split(':').map(Number);
  if (!uid || !gid)
    throw new Error(`USER is ${image.User ?? 'not set'} instead of the numbers of a user and a group`);
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid, gid },
      args: image.Cmd,
      cwd: image.WorkingDir,
      env: [...image.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
      capabilities: {},
      noNewPrivileges: true,
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: DEVICES },
      ...(mount
        ? [{ destination: mount.at, type: 'bind', source: join(ROOT, mount.file), options: BIND }]
        : []),
    ],
    linux: { namespaces: ['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}
