import { setTimeout as sleep } from 'node:timers/promises';
import { signUp } from '../auth/people.js';
import { cpuMs, peakMemory, resetPeakMemory } from '../lib/process-cost.js';
import { startWorker, type Worker } from '../lib/worker.js';
import type { StormAnswer, StormOrder } from './crowd.js';
import type { ProbeAnswer, ProbeOrder } from './probe.js';
import { startService, type StormService } from './service.js';
import type { Way } from './ways.js';

/** A storm: all come back to a service that has its list; a cold start: all come to one that is just reading it. */
export const KINDS = ['storm', 'cold start'] as const;

/** What to measure. */
export interface StormPlan {
  readonly kind: (typeof KINDS)[number];
  readonly way: Way;
  readonly entries: number;
  readonly followers: number;
  readonly atOnce: boolean;
}

export interface Storm extends StormAnswer {
  readonly plan: StormPlan;
  /** Of the auth service, beyond what it takes anyway. */
  readonly cpuMs: number;
  readonly probe: ProbeAnswer;
  readonly loopMs: number;
  /** Most resident memory, in bytes. */
  readonly memory: number;
}

const LIMIT_MS = 90_000;
/** Until the service has no snapshot kept that was made before. */
const OUTAGE_MS = 10_500;
const WARM_UP_FOLLOWERS = 3;
const IDLE_MS = 3000;

/** @returns undefined if the service cannot be followed in this way */
export async function measureStorm(env: NodeJS.ProcessEnv, plan: StormPlan): Promise<Storm | undefined> {
  const service = await startService(env, plan.entries, plan.followers);
  const crowd = await startWorker<StormOrder, StormAnswer>(new URL('./crowd.js', import.meta.url));
  const probe = await startWorker<ProbeOrder, ProbeAnswer>(new URL('./probe.js', import.meta.url));
  try {
    const isStorm = plan.kind === 'storm';
    if (isStorm) await service.read();
    const position = isStorm && plan.way !== 'inline' ? await service.position() : undefined;
    if (isStorm && plan.way !== 'inline' && position === undefined) return undefined;
    const { port, internalPort } = service;
    const order = { port: internalPort, way: plan.way, position, isNew: !isStorm, limitMs: LIMIT_MS };
    const [person] = await signUp(`http://127.0.0.1:${port}`, 1);
    await probe.work({ port, internalPort, cookie: person!.cookie });
    if (isStorm) {
      await crowd.work({ ...order, waits: false, followers: WARM_UP_FOLLOWERS });
      await sleep(OUTAGE_MS);
    }
    const waits = isStorm && !plan.atOnce;
    const costs = await costing(service, probe, async () => {
      const reading = isStorm ? undefined : service.read();
      const coming = crowd.work({ ...order, followers: plan.followers, waits });
      await reading;
      return coming;
    });
    return { plan, ...costs };
  } finally {
    probe.stop();
    crowd.stop();
    await service.stop();
  }
}

/** Does the work, and measures what the service takes for it beyond what it takes afterwards, without followers. */
async function costing(
  service: StormService,
  probe: Worker<ProbeOrder, ProbeAnswer>,
  work: () => Promise<StormAnswer>,
): Promise<Omit<Storm, 'plan'>> {
  await Promise.all([service.loopMs(), probe.work('take'), resetPeakMemory(service.pid)]);
  const [before, began] = [await cpuMs(service.pid), performance.now()];
  const answer = await work();
  const [after, tookMs] = [await cpuMs(service.pid), performance.now() - began];
  const [loopMs, waits, memory] = await Promise.all([
    service.loopMs(),
    probe.work('take'),
    peakMemory(service.pid),
  ]);
  const rested = await cpuMs(service.pid);
  await sleep(IDLE_MS);
  const idle = ((await cpuMs(service.pid)) - rested) / IDLE_MS;
  return { ...answer, cpuMs: after - before - idle * tookMs, probe: waits, loopMs, memory };
}
