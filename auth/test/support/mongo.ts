import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMongo, type RunningMongo } from '../../../tools/mongo';
import { freePort } from '../../../tools/ports';

/** A MongoDB of a test's own that can go away and come back with its data. */
export interface OwnMongo {
  readonly uri: string;
  start(): Promise<void>;
  /** Ends it in order: connections are refused. */
  stop(): Promise<void>;
  /** Makes it fall silent: connections stay open and nothing is answered, as when a network swallows packets. */
  freeze(): void;
  thaw(): void;
  /** Ends it for good, and its data. */
  remove(): Promise<void>;
}

/** Chooses a port and a folder for a MongoDB; it does not run yet. */
export async function ownMongo(): Promise<OwnMongo> {
  const [port, dataDir] = [await freePort(), await mkdtemp(path.join(tmpdir(), 'latchkey-test-'))];
  let running: RunningMongo | undefined;

  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  return {
    uri: `mongodb://127.0.0.1:${port}/auth`,
    async start() {
      running = await startMongo({ dataDir, port });
    },
    stop,
    freeze: () => void process.kill(running!.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running!.pid, 'SIGCONT'),
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
