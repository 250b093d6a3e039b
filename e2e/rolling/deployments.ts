import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { startBalancer, type Balancer } from './balancer';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { startReplica, type Replica } from './replica';

const REPLICAS = 2;
/** How long the balancer goes on giving connections to a replica that is to end: the news takes a while in a cluster. */
const PROPAGATION_MS = 300;
/** How long a replica works on as if nothing was: the preStop hook. */
const PRE_STOP_MS = 1_000;

export type Environment = Readonly<Record<string, string>>;

/** What a Deployment is in Kubernetes: replicas of one service, which are replaced one by one. */
export interface Deployment {
  readonly balancer: Balancer;
  /** Starts the first replicas, of a checkout that is built. */
  start(env: Environment, checkout: string): Promise<void>;
  /** Starts a replica in the place of each, and ends the old one when the new one is ready. @returns how many */
  replaceAll(env: Environment): Promise<number>;
}

export type OnEnd = (end: () => Promise<unknown>) => void;

/** Makes a deployment of a built service, which has no replicas yet. */
export async function createDeployment(
  name: string,
  entry: string,
  say: Progress,
  onEnd: OnEnd,
): Promise<Deployment> {
  const balancer = await startBalancer();
  onEnd(() => balancer.stop());
  const replicas: Replica[] = [];

  async function grow(env: Environment, checkout: string): Promise<void> {
    const replica = await startReplica(checkout, entry, env);
    onEnd(() => replica.kill());
    await balancer.add(replica);
    replicas.push(replica);
  }

  async function end(old: Replica): Promise<void> {
    const told = sleep(PROPAGATION_MS).then(() => balancer.withdraw(old));
    await Promise.all([told, sleep(PRE_STOP_MS)]);
    await old.terminate();
    replicas.splice(replicas.indexOf(old), 1);
  }

  return {
    balancer,
    async start(env, checkout) {
      await Promise.all(Array.from({ length: REPLICAS }, () => grow(env, checkout)));
    },
    async replaceAll(env) {
      for (const old of replicas.slice()) {
        await grow(env, ROOT);
        await end(old);
        say(`replaced a replica of ${name}`);
      }
      return REPLICAS;
    },
  };
}
