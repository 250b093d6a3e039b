import { fork } from 'node:child_process';
import { nextMessage } from '../../lib/child.js';
import { spread, type Spread } from '../../lib/stats.js';
import { now } from '../clock.js';
import { type FeedName } from '../feeds.js';
import { type Loaded } from './follower.js';
import { publishByNats, publishBySse, type Published, type Snapshot } from './published.js';

/** A snapshot over one feed. */
export interface SnapshotRow extends Snapshot {
  readonly feed: FeedName;
  /** Until all of them could be had; for Server-Sent Events they only have to be in memory. */
  readonly publishMs: number;
  readonly ms: Spread;
  readonly heapMB: Spread;
}

const SNAPSHOTS: readonly Snapshot[] = [
  { entries: 100_000, kind: 'half and half' },
  { entries: 1_000_000, kind: 'half and half' },
];
/** What a list holds, it holds however it came: these are loaded over one feed only. */
const EXTREMES: readonly Snapshot[] = [
  { entries: 1_000_000, kind: 'sessions' },
  { entries: 1_000_000, kind: 'users' },
];
const PUBLISH = { 'Server-Sent Events': publishBySse, NATS: publishByNats } satisfies Record<
  FeedName,
  (snapshot: Snapshot) => Promise<Published>
>;
const TIMEOUT_MS = 120_000;

/** Loads the snapshots several times. */
export async function measureSnapshots(
  feeds: readonly FeedName[],
  rounds: number,
  say: (line: string) => void,
): Promise<SnapshotRow[]> {
  const rows: SnapshotRow[] = [];
  for (const snapshot of SNAPSHOTS) rows.push(...(await measureOne(snapshot, feeds, rounds, say)));
  for (const snapshot of EXTREMES) rows.push(...(await measureOne(snapshot, feeds.slice(0, 1), rounds, say)));
  return rows;
}

/** Loads a snapshot over each feed, the feeds in turn, each time in a process of its own. */
async function measureOne(
  snapshot: Snapshot,
  feeds: readonly FeedName[],
  rounds: number,
  say: (line: string) => void,
): Promise<SnapshotRow[]> {
  const published: { feed: FeedName; source: Published; publishMs: number; loaded: Loaded[] }[] = [];
  try {
    for (const feed of feeds) {
      say(`${feed}: publishing ${snapshot.entries} entries, ${snapshot.kind}`);
      const started = now();
      const source = await PUBLISH[feed](snapshot);
      published.push({ feed, source, publishMs: now() - started, loaded: [] });
    }
    for (let round = 0; round < rounds; round++)
      for (const { source, loaded } of published) loaded.push(await load(source.url, snapshot.entries));
  } finally {
    for (const { source } of published) await source.stop();
  }
  return published.map(({ feed, publishMs, loaded }) => ({
    ...{ feed, ...snapshot, publishMs },
    ms: spread(loaded.map(({ ms }) => ms)),
    heapMB: spread(loaded.map(({ heapBytes }) => heapBytes / 1e6)),
  }));
}

/** @throws Error when the list that was loaded is not the whole one, or does not come */
async function load(url: string, expected: number): Promise<Loaded> {
  const child = fork(new URL('./follower.js', import.meta.url), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, FEED: url },
    timeout: TIMEOUT_MS,
  });
  try {
    const loaded = await nextMessage<Loaded>(child);
    if (loaded.entries !== expected) throw new Error(`${loaded.entries} of ${expected} entries were loaded`);
    return loaded;
  } finally {
    child.kill();
  }
}
