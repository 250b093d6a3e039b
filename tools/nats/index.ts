import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, isFree } from '../ports';
import { startServer } from '../mongo/server-process';
import { findNats, HOW_TO_GET_NATS } from './find';

export { findNats, HOW_TO_GET_NATS };

/** Those whom the configuration knows: the auth service, and every service that follows revocations. */
export type NatsUser = 'auth' | 'service';

/** The password of each user; a configuration of one's own can know more. */
export type NatsPasswords = Readonly<Record<NatsUser, string> & Record<string, string>>;

/** Without `storeDir` the data goes to a temporary folder that is removed at the end; without `port` a free one is taken. */
export interface NatsServerOptions {
  storeDir?: string;
  port?: number;
  /** Random unless given. */
  passwords?: NatsPasswords;
  /** The configuration file; production's unless given. */
  config?: string;
}

/** A NATS for this process. `stop` ends it in order, `kill` as a crash would; both resolve when it has gone. */
export interface RunningNats {
  readonly port: number;
  readonly pid: number;
  readonly passwords: NatsPasswords;
  /** The URL with a user's credentials, on another port where something stands between. */
  url(user: string, port?: number): string;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/**
 * Starts nats-server on 127.0.0.1 with the users of production. It ends with this process at the latest.
 * @throws Error that says in one line how to get it when it is not there
 */
export async function startNats(options: NatsServerOptions = {}): Promise<RunningNats> {
  const command = findNats();
  if (command === undefined) throw new Error(HOW_TO_GET_NATS);
  const port = options.port ?? (await freePort());
  if (!(await isFree(port))) throw new Error(`port ${port} of 127.0.0.1 is in use`);
  const passwords = options.passwords ?? newNatsPasswords();
  const config = options.config ?? configFile();
  const folder = options.storeDir ?? (await mkdtemp(path.join(tmpdir(), 'latchkey-nats-')));
  const program = {
    kind: 'nats-server',
    command,
    args: (storeDir: string) => ['-c', config, '-a', '127.0.0.1', '-p', String(port), '-sd', storeDir],
    env: Object.fromEntries(
      Object.entries(passwords).map(([user, password]) => [`NATS_${user.toUpperCase()}_PASSWORD`, password]),
    ),
  };
  const tidy = async () => {
    if (options.storeDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const server = await startServer(program, folder, port);
    return {
      port,
      pid: server.pid,
      passwords,
      url: (user, at = port) => `nats://${user}:${passwords[user]}@127.0.0.1:${at}`,
      stop: () => server.stop().then(tidy),
      kill: () => server.kill().then(tidy),
    };
  } catch (fault) {
    await tidy();
    throw fault;
  }
}

/** Random passwords for the users of production, and for others. */
export function newNatsPasswords(others: readonly string[] = []): NatsPasswords {
  // The configuration reads a password of digits alone as a number.
  const newPassword = () => `p${randomBytes(16).toString('hex')}`;
  const more = Object.fromEntries(others.map((user) => [user, newPassword()]));
  return { ...more, auth: newPassword(), service: newPassword() };
}

function configFile(): string {
  const file = path.join('infra', 'nats', 'nats-server.conf');
  // Seen from tools/nats, and from tools/dist/nats.
  const fromSource = path.join(__dirname, '../..', file);
  return existsSync(fromSource) ? fromSource : path.join(__dirname, '../../..', file);
}
