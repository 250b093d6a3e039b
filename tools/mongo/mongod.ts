import { type MongoProgram } from './program';
import { run } from './run';

/** The mongod on PATH; fails when there is none or when it does not run here. */
export function findMongod(): Promise<MongoProgram> {
  return mongodProgram('mongod', 'mongod');
}

/** A mongod at a path, once it has shown that it runs on this machine. */
export async function mongodProgram(kind: string, command: string): Promise<MongoProgram> {
  await run(command, ['--version']);
  return {
    kind,
    command,
    args: (dataDir, port) => [
      '--dbpath',
      dataDir,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--quiet',
    ],
  };
}
