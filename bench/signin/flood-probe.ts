import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { askHealth } from '../lib/ask-health.js';
import { encodeRequest } from '../lib/http.js';
import { load } from '../lib/load.js';
import { workForParent } from '../lib/worker.js';

export interface ProbeOrder {
  readonly port: number;
  readonly internalPort: number;
  /** How long, in ms, to wait before the first question, when the connections are open. */
  readonly idleMs: number;
  readonly seconds: number;
  /** Of somebody who is signed in. */
  readonly cookie: string;
}

/** What others experience meanwhile: latencies in ms. */
export interface ProbeResult {
  readonly currentuser: { readonly p50Ms: number; readonly p99Ms: number };
  readonly healthz: { readonly p50Ms: number; readonly p99Ms: number };
  /** How much of a core the probe used. */
  readonly busy: number;
}

const ASKS_PER_SECOND = 100;
const HEALTH_MS = 50;

/** Asks other routes evenly, in a process of its own, whose event loop has nothing else to do. */
workForParent(async (order: ProbeOrder): Promise<ProbeResult> => {
  const [asked, healthz] = await Promise.all([askWho(order), timeHealth(order)]);
  return { currentuser: asked, healthz, busy: asked.generatorBusy };
});

/**
 * As through a proxy, which keeps its connections. Each asks once a second: only an answer that takes longer could delay
 * the next question, and hide what that one would have waited.
 */
async function askWho({ port, idleMs, seconds, cookie }: ProbeOrder) {
  const request = encodeRequest({ path: '/api/users/currentuser', headers: { Cookie: cookie } });
  const result = await load({
    port,
    idleMs,
    seconds,
    connections: ASKS_PER_SECOND,
    perSecond: ASKS_PER_SECOND,
    nextRequest: () => request,
  });
  if (result.failures > 0) throw new Error(`currentuser answered ${JSON.stringify(result.statuses)}`);
  return result;
}

/** As a kubelet does: a new connection each time, one after another. */
async function timeHealth({ internalPort, idleMs, seconds }: ProbeOrder) {
  await sleep(idleMs);
  const latencies: number[] = [];
  for (const started = performance.now(); performance.now() - started < seconds * 1000;) {
    const asked = performance.now();
    await askHealth(internalPort);
    latencies.push(performance.now() - asked);
    await sleep(HEALTH_MS);
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * sorted.length)] ?? NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
