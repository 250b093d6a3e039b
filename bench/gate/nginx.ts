import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@latchkey/tools/dist/ports.js';
import { endWithThisProcess } from '@latchkey/tools/dist/mongo/guard.js';
import type { Judge } from './house.js';

/** nginx in front of a service, with a location for each way to decide. */
export interface Nginx {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const CLAIMS = ['user-id', 'user-email', 'user-roles', 'user-acr', 'user-amr', 'user-auth-time'];

/** The nginx of this machine; systems that keep it in sbin often have no such folder on PATH. */
export function findNginx(): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'nginx'))
    .find((file) => existsSync(file));
}

/**
 * Starts nginx with one worker: `/none` asks nobody, and a location for each judge asks it by auth_request.
 * @param judges whom to ask, by the name of the location
 * @param service the port and path behind it
 */
export async function startNginx(
  command: string,
  judges: Readonly<Record<string, Judge>>,
  service: { readonly port: number; readonly path: string },
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-nginx-'));
  const [port] = (await freePorts(1)) as [number];
  writeFileSync(join(folder, 'nginx.conf'), configOf(port, judges, service));
  const child = spawn(command, ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = once(child, 'exit');
  const release = endWithThisProcess(child.pid!);
  await untilListening(port);
  return {
    port,
    pid: child.pid!,
    async stop() {
      child.kill();
      await gone;
      release();
      rmSync(folder, { recursive: true });
    },
  };
}

function configOf(
  port: number,
  judges: Readonly<Record<string, Judge>>,
  service: { readonly port: number; readonly path: string },
): string {
  const upstream = (name: string, to: number) =>
    `upstream ${name} { server 127.0.0.1:${to}; keepalive 64; keepalive_requests 100000000; }`;
  const behind = `proxy_pass http://service${service.path}; proxy_http_version 1.1; proxy_set_header Connection "";`;
  const locations = Object.entries(judges).map(([name, { path }]) => {
    const claims = CLAIMS.map((claim) => {
      const variable = claim.replaceAll('-', '_');
      return `auth_request_set $${variable} $upstream_http_x_${variable}; proxy_set_header X-${claim} $${variable};`;
    });
    return `location = /${name} { auth_request /_ask/${name}; ${claims.join(' ')} ${behind} }
      location = /_ask/${name} {
        internal; proxy_pass http://${name}${path}; proxy_http_version 1.1; proxy_pass_request_body off;
        proxy_set_header Content-Length ""; proxy_set_header Connection "";
        proxy_set_header X-Forwarded-Method $request_method; proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Uri $request_uri;
      }`;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${kind};`,
  );
  return `daemon off; master_process off; pid pid; events { worker_connections 1024; }
    http {
      access_log off; keepalive_requests 100000000; ${temporary.join(' ')}
      ${upstream('service', service.port)}
      ${Object.entries(judges)
        .map(([name, judge]) => upstream(name, judge.port))
        .join('\n')}
      server { listen 127.0.0.1:${port}; location = /none { ${behind} } ${locations.join('\n')} }
    }`;
}

/** @throws Error when it does not listen in 10 s */
async function untilListening(port: number): Promise<void> {
  for (const last = Date.now() + TIMEOUT_MS; Date.now() < last; await sleep(POLL_MS)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error('nginx does not listen');
}
