import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongo } from '@latchkey/tools/dist/mongo';

/** A MongoDB that can be ended and started again, on the same port and with the same data. */
export interface Database {
  /** Without a database's name. */
  readonly uri: string;
  readonly port: number;
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<Database> {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-faults-'));
  let mongo = await startMongo({ dataDir });
  const { uri } = mongo;
  const port = Number(new URL(uri).port);
  return {
    uri,
    port,
    async start() {
      mongo = await startMongo({ dataDir, port });
    },
    kill: () => mongo.kill(),
    async stop() {
      await mongo.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
