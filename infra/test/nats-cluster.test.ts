import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { freePort } from '../../tools/ports';
import { findNats, HOW_TO_GET_NATS } from '../../tools/nats/find';
import { INFRA } from './support/overlay';

const SERVERS = [0, 1, 2] as const;
const TIMEOUT_MS = 40_000;

const command = findNats();
if (!command && process.env.CI === 'true') throw new Error(HOW_TO_GET_NATS);
const tried = command ? it : it.skip;

let folder: string;
let ports: readonly { readonly client: number; readonly route: number; readonly monitor: number }[];
const running = new Map<number, ChildProcess>();

const newPassword = () => `p${randomBytes(24).toString('hex')}`;

beforeEach(async () => {
  // Where Kustomize puts them: all in one folder.
  folder = mkdtempSync(join(tmpdir(), 'latchkey-cluster-'));
  for (const file of ['nats-server.conf', 'services.conf'])
    copyFileSync(join(INFRA, 'nats', file), join(folder, file));
  ports = await Promise.all(
    SERVERS.map(async () => ({
      client: await freePort(),
      route: await freePort(),
      monitor: await freePort(),
    })),
  );
});

afterEach(async () => {
  for (const index of [...running.keys()]) await stop(index);
  rmSync(folder, { recursive: true });
});

/** The cluster's configuration with a port of its own; the option --cluster would take its password away. */
function configOf(index: number): string {
  const file = join(folder, `cluster-${index}.conf`);
  const text = readFileSync(join(INFRA, 'k8s/components/nats-cluster/nats-cluster.conf'), 'utf8');
  expect(text).toContain('port: 6222');
  writeFileSync(file, text.replace('port: 6222', `host: 127.0.0.1, port: ${ports[index]!.route}`));
  return file;
}

/** Starts a server as the pod of this number is started, but on ports of the loopback address. */
function start(index: number, password: string): void {
  const { client, monitor } = ports[index]!;
  const args = [
    [`--config=${configOf(index)}`, `--name=nats-${index}`],
    [`--store_dir=${join(folder, `data-${index}`)}`, '--addr=127.0.0.1', `--port=${client}`],
    [`--http_port=${monitor}`],
  ].flat();
  const routes = ports.map((each, other) => [
    `NATS_ROUTE_${other}`,
    `nats://cluster:${password}@127.0.0.1:${each.route}`,
  ]);
  const env = {
    ...(Object.fromEntries(routes) as Record<string, string>),
    NATS_AUTH_PASSWORD: 'p-auth',
    NATS_SERVICE_PASSWORD: 'p-service',
    NATS_CLUSTER_PASSWORD: password,
  };
  running.set(index, spawn(command!, args, { env, stdio: 'ignore' }));
}

async function stop(index: number): Promise<void> {
  const child = running.get(index)!;
  running.delete(index);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The startup probe of production: a pod that does not pass it is not ready, and holds up the next. */
const hasStarted = (index: number) =>
  fetch(`http://127.0.0.1:${ports[index]!.monitor}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function haveStarted(): Promise<boolean> {
  return (await Promise.all(SERVERS.map(hasStarted))).every(Boolean);
}

async function untilStarted(): Promise<void> {
  for (const last = Date.now() + TIMEOUT_MS; !(await haveStarted()); await sleep(200))
    if (Date.now() > last) throw new Error(`the cluster has not started after ${TIMEOUT_MS} ms`);
}

tried(
  'a password of the cluster that all servers get at once makes one cluster again',
  async () => {
    const [old, next] = [newPassword(), newPassword()];
    for (const index of SERVERS) start(index, old);
    await untilStarted();
    for (const index of SERVERS) await stop(index);
    for (const index of SERVERS) start(index, next);
    await untilStarted();
  },
  2 * TIMEOUT_MS + 10_000,
);

tried(
  'a server that alone has the next password does not pass its startup probe, which holds up a rolling restart',
  async () => {
    for (const index of SERVERS) start(index, 'p-old');
    await untilStarted();
    await stop(2);
    start(2, 'p-next');
    for (const last = Date.now() + 10_000; Date.now() < last; await sleep(500))
      expect(await hasStarted(2)).toBe(false);
    expect(await Promise.all([0, 1].map(hasStarted))).toEqual([true, true]);
    // It was the password that it lacked, and nothing else.
    await stop(2);
    start(2, 'p-old');
    await untilStarted();
  },
  2 * TIMEOUT_MS + 20_000,
);
