import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withHeartbeat } from './heartbeat';
import { findMemoryServer } from './memory-server';
import { findMongod } from './mongod';
import { freePort, isFree } from '../ports';
import { type MongoProgram, type Progress } from './program';
import { startServer } from './server-process';
import { findStandIn } from './stand-in';

/** Without `dataDir` the data goes to a temporary folder that is removed at the end; without `port` a free one is taken. */
export interface MongoOptions {
  dataDir?: string;
  port?: number;
  progress?: Progress;
}

/** A MongoDB for this process. `stop` ends it in order, `kill` as a crash would; both resolve when it has gone. */
export interface RunningMongo {
  /** Without a database's name: say it as `dbName`. */
  readonly uri: string;
  readonly kind: string;
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * Starts a MongoDB on 127.0.0.1: `mongod` on PATH, else the mongod that mongodb-memory-server keeps, else a stand-in
 * that Maven and a JDK install. It ends with this process at the latest. Each kind keeps its data in a folder of its own
 * below `dataDir`.
 */
export async function startMongo(options: MongoOptions = {}): Promise<RunningMongo> {
  const { progress = () => undefined } = options;
  const port = options.port ?? (await freePort());
  if (!(await isFree(port))) throw new Error(`port ${port} of 127.0.0.1 is in use`);
  const program = await findProgram(progress);
  const root = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'latchkey-mongo-')));
  const tidy = async () => {
    if (options.dataDir === undefined) await rm(root, { recursive: true, force: true });
  };
  try {
    const folder = path.join(root, program.kind);
    await mkdir(folder, { recursive: true });
    const start = () => startServer(program, folder, port);
    const server = await withHeartbeat(`starting ${program.kind}`, progress, start);
    const uri = `mongodb://127.0.0.1:${port}/`;
    return {
      uri,
      kind: program.kind,
      pid: server.pid,
      stop: () => server.stop().then(tidy),
      kill: () => server.kill().then(tidy),
    };
  } catch (fault) {
    await tidy();
    throw fault;
  }
}

async function findProgram(progress: Progress): Promise<MongoProgram> {
  const reasons: string[] = [];
  for (const find of [findMongod, findMemoryServer, findStandIn]) {
    try {
      return await find(progress);
    } catch (fault) {
      reasons.push(fault instanceof Error ? fault.message : String(fault));
    }
  }
  throw new Error(
    `No MongoDB to be had here: ${reasons.join('; ')}. ` +
      'Set MONGO_URI, or install mongod, or install Maven and a JDK of 17 or newer.',
  );
}
