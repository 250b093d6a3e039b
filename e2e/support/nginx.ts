import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { untilListening, type Listening } from './listening';
import { fileOf } from './program';

const HOW = 'there is no nginx, which these tests need: your system’s package nginx-light or nginx';

// A system that keeps it in sbin often has no such folder on PATH.
const executable = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  .map((folder) => join(folder, 'nginx'))
  .find((file) => existsSync(file));
if (!executable) {
  if (process.env.CI === 'true') throw new Error(HOW);
  process.stderr.write(`skipped: ${HOW}\n`);
}

/** Describes what needs nginx; where there is none, it is skipped. */
export const describeWithNginx = executable ? describe : describe.skip;

/** Starts nginx with `server` blocks, one of which listens on this port of the loopback address. */
export async function startNginx(servers: string, port: number): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'));
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const config = `daemon off; master_process off; pid ${folder}/pid; events {}
    http { access_log off; ${bodies.join(' ')}\n${servers}\n}`;
  writeFileSync(join(folder, 'nginx.conf'), config);
  const args = ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const nginx = await untilListening(spawn(executable!, args, { stdio: ['ignore', 'ignore', 'pipe'] }), port);
  return {
    async stop() {
      await nginx.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The ports of an entry and of the services behind it. */
export interface EntryPorts {
  readonly entry: number;
  readonly probes: number;
  readonly auth: number;
  readonly pages: number;
  readonly tickets: number;
  readonly web: number;
  readonly reports: number;
  readonly gate: number;
}

/** The entry of the dev overlay as it is shipped, but for the addresses, which are of this machine. */
export function entryConfig({ entry, probes, ...services }: EntryPorts): string {
  return readFileSync(fileOf('infra/k8s/overlays/dev/entry.conf'), 'utf8')
    .replace('listen 3000;', `listen 127.0.0.1:${entry};`)
    .replace('listen 3001;', `listen 127.0.0.1:${probes};`)
    .replaceAll(/(?<=http:\/\/|server )(\w+)-srv:\d+/g, (_address, name: keyof typeof services) => {
      return `127.0.0.1:${services[name]}`;
    });
}
