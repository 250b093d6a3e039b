import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newNatsPasswords, startNats, type RunningNats } from '../../../tools/nats';

const ROOT = path.join(__dirname, '../../..');

/** A NATS with further users, which can be started again with what it had stored. */
export interface NatsWithUsers {
  readonly nats: () => RunningNats;
  /** Ends it as a crash would, and starts it on the same port. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a user of the last release has no right to. */
const NEW_RIGHTS = /"\$JS\.API\.DIRECT\.GET\.KV_revocations", |, "revocations\.live\.>"/g;

/**
 * Starts production's NATS with a user for each service, added as docs/operations.md tells.
 * @param without what its configuration does not have, line by line
 * @param olderUsers users besides, with the rights of the last release
 */
export async function startNatsWithUsers(
  users: readonly string[],
  without: RegExp | undefined = undefined,
  olderUsers: readonly string[] = [],
): Promise<NatsWithUsers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-nats-users-'));
  await cp(path.join(ROOT, 'infra/nats'), folder, { recursive: true });
  const docs = await readFile(path.join(ROOT, 'docs/operations.md'), 'utf8');
  const [, template] = /```conf\n([^`]*user: orders[^`]*)```/.exec(docs)!;
  const withName = (text: string) => (user: string) =>
    text.replaceAll('orders', user).replaceAll('ORDERS', user.toUpperCase());
  const older = withName(template!.replaceAll(NEW_RIGHTS, ''));
  const added = [...users.map(withName(template!)), ...olderUsers.map(older)];
  const file = path.join(folder, 'services.conf');
  const services = await readFile(file, 'utf8');
  await writeFile(file, services.replace(/\]\s*$/, `${added.join('\n')}\n]\n`));

  const config = path.join(folder, 'nats-server.conf');
  const lines = (await readFile(config, 'utf8')).split('\n');
  if (without) await writeFile(config, lines.filter((line) => !without.test(line)).join('\n'));
  const options = { config, storeDir: folder };
  let nats = await startNats({ ...options, passwords: newNatsPasswords([...users, ...olderUsers]) });
  return {
    nats: () => nats,
    async restart() {
      await nats.kill();
      const { port, passwords } = nats;
      nats = await startNats({ ...options, port, passwords });
    },
    async stop() {
      await nats.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
