import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { freePorts } from '@latchkey/tools/dist/ports';
import { newNatsPasswords, startNats, type RunningNats } from '@latchkey/tools/dist/nats';
import { startHop, type Hop } from './hop';
import { fileOf } from './program';

/** Three servers of NATS as production has them, whose routes a test can break. */
export interface NatsCluster {
  readonly servers: readonly RunningNats[];
  /** Breaks all routes of a server: it is alone, and those who are connected to it do not notice. */
  isolate(server: RunningNats): void;
  mend(): void;
  stop(): Promise<void>;
}

/** The route of one server to another. */
interface Route {
  readonly ends: readonly [from: number, to: number];
  readonly hop: Hop;
}

const SERVERS = [0, 1, 2];

export async function startNatsCluster(): Promise<NatsCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-nats-cluster-'));
  const clusterPorts = await freePorts(SERVERS.length);
  const passwords = newNatsPasswords();
  const routes: Route[] = [];
  for (const from of SERVERS)
    for (const to of SERVERS.filter((each) => each !== from))
      routes.push({ ends: [from, to], hop: await startHop(clusterPorts[to]!) });

  const ports = await freePorts(SERVERS.length);
  const start = async (own: number): Promise<RunningNats> => {
    const config = join(folder, `server-${own}.conf`);
    const out = routes.filter(({ ends: [from] }) => from === own).map(({ hop }) => hop.port);
    await writeFile(config, configOf(own, clusterPorts[own]!, out, folder));
    return startNats({ config, passwords, port: ports[own]! });
  };
  const servers = await Promise.all(SERVERS.map(start));
  return {
    servers,
    isolate(server) {
      const alone = servers.indexOf(server);
      for (const { ends, hop } of routes) if (ends.includes(alone)) hop.cut();
    },
    mend() {
      for (const { hop } of routes) hop.mend();
    },
    async stop() {
      await Promise.all(servers.map((each) => each.stop()));
      await Promise.all(routes.map(({ hop }) => hop.stop()));
      await rm(folder, { recursive: true });
    },
  };
}

/** That of production. Servers tell each other where they are: nowhere, or they would go past the hops. */
function configOf(own: number, port: number, routes: readonly number[], folder: string): string {
  const urls = routes.map((each) => `"nats://127.0.0.1:${each}"`).join(', ');
  return `include ${JSON.stringify(relative(folder, fileOf('infra/nats/nats-server.conf')))}
    server_name: server-${own}
    cluster { name: latchkey, listen: "127.0.0.1:${port}", advertise: "127.0.0.1:1", routes: [${urls}] }`;
}
