import { readFile, stat, writeFile } from 'node:fs/promises';
import { type MongoBinaryDownloadUrlOpts } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl';
import { cachePath } from './cache';
import { withHeartbeat } from './heartbeat';
import { mongodProgram } from './mongod';
import { type MongoProgram, type Progress } from './program';

const REACH_LIMIT_MS = 5_000;
const REMEMBERED_MS = 10 * 60_000;

/**
 * The mongod that mongodb-memory-server keeps in the user's cache, downloaded when it is missing. A failed download is
 * remembered for ten minutes in the cache, so that not every test process waits for it again.
 */
export async function findMemoryServer(progress: Progress): Promise<MongoProgram> {
  const note = await cachePath('mongod-download-failed');
  const failure = await rememberedFailure(note);
  if (failure !== undefined) throw new Error(failure);
  try {
    return await mongodProgram('mongodb-memory-server', await obtain(progress));
  } catch (fault) {
    const reason = `mongodb-memory-server cannot give one (${innermostMessage(fault)})`;
    await writeFile(note, reason);
    throw new Error(reason, { cause: fault });
  }
}

async function rememberedFailure(note: string): Promise<string | undefined> {
  try {
    const { mtimeMs } = await stat(note);
    return Date.now() - mtimeMs < REMEMBERED_MS ? await readFile(note, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function obtain(progress: Progress): Promise<string> {
  // Loaded here only: it takes half a second.
  const { DryMongoBinary, MongoBinary } = await import('mongodb-memory-server-core');
  const options = await DryMongoBinary.generateOptions();
  const kept = await DryMongoBinary.locateBinary(options);
  if (kept) return kept;
  await assertReachable(options);
  return withHeartbeat(`downloading mongod ${options.version} (once)`, progress, () => MongoBinary.getPath());
}

/** Blocked networks often drop packets in silence, and the download itself has no limit of time. */
async function assertReachable(options: MongoBinaryDownloadUrlOpts): Promise<void> {
  // fetch does not know of proxies, the download does.
  if (['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => process.env[name])) return;
  const { MongoBinaryDownloadUrl } =
    await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js');
  const url = await new MongoBinaryDownloadUrl(options).getDownloadUrl();
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_LIMIT_MS) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

function innermostMessage(fault: unknown): string {
  let inner = fault;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error ? (inner.message.split('\n')[0] ?? '') : String(inner);
}
