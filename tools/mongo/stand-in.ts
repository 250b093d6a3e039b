import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './cache';
import { withHeartbeat } from './heartbeat';
import { type MongoProgram, type Progress } from './program';
import { run } from './run';

const SOURCES = ['StandIn.java', 'IndexedCollection.java'];
const FILES = ['pom.xml', ...SOURCES];
const OLDEST_JDK = 17;

/** mongo-java-server with its H2 backend, installed into the user's cache by Maven and javac when it is not there yet. */
export async function findStandIn(progress: Progress): Promise<MongoProgram> {
  const sources = sourceFolder();
  const what = 'installing mongo-java-server with Maven (once, under a minute)';
  const folder = await withHeartbeat(what, progress, async () =>
    installOnce(`mongo-java-server-${await fingerprint(sources)}`, (target) => install(sources, target)),
  );
  const classPath = [folder, path.join(folder, 'lib', '*')].join(path.delimiter);
  // Short-lived and small: a fast start counts for more than peak speed.
  const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx256m', '-Dslf4j.internal.verbosity=ERROR'];
  return {
    kind: 'mongo-java-server',
    command: 'java',
    args: (dataDir, port) => [
      ...jvm,
      '-cp',
      classPath,
      'StandIn',
      String(port),
      path.join(dataDir, 'data.mv'),
    ],
  };
}

function sourceFolder(): string {
  // tsc copies no Java: seen from dist/mongo, it is still beside the TypeScript.
  const beside = path.join(__dirname, 'java');
  return existsSync(beside) ? beside : path.join(__dirname, '../../mongo/java');
}

async function fingerprint(sources: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(await readFile(path.join(sources, file)));
  return hash.digest('hex').slice(0, 12);
}

async function install(sources: string, target: string): Promise<void> {
  await assertJdk();
  for (const file of FILES) await copyFile(path.join(sources, file), path.join(target, file));
  const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib'];
  await run('mvn', ['--batch-mode', '--quiet', '--strict-checksums', ...goal], target);
  await run('javac', ['--release', String(OLDEST_JDK), '-cp', path.join('lib', '*'), ...SOURCES], target);
}

async function assertJdk(): Promise<void> {
  const version = await run('javac', ['-version']);
  const major = Number(/javac (\d+)/.exec(version)?.[1]);
  if (!(major >= OLDEST_JDK))
    throw new Error(`a JDK of ${OLDEST_JDK} or newer is needed, found ${version.trim()}`);
}
