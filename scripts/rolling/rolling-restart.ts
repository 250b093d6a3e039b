import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMongo } from '../mongo';
import { type Progress } from '../mongo/program';
import { findNats, startNats } from '../nats';
import { startBalancer, type Balancer } from './balancer';
import { startReplica, type Replica } from './replica';
import { createTally, type Kind, type Row } from './tally';
import { letVisitorsIn } from './visitors';

const REPLICAS = 2;
/** How long the balancer goes on giving connections to a replica that is to end: the news takes a while in a cluster. */
const PROPAGATION_MS = 300;
/** How long a replica works on as if nothing was: the preStop hook. */
const PRE_STOP_MS = 1_000;

export interface Outcome {
  readonly rows: Readonly<Record<Kind, Row>>;
  /** What was wrong with each request that failed. */
  readonly faults: readonly string[];
  readonly restarts: number;
  readonly loggedOut: number;
}

interface Deployment {
  readonly name: string;
  readonly balancer: Balancer;
  readonly replicas: Replica[];
  /** Starts one more and waits until it is ready. */
  readonly grow: () => Promise<void>;
}

type OnEnd = (end: () => Promise<unknown>) => void;

/**
 * Restarts two replicas of each service one by one, as a Deployment does, while people sign in and make tickets.
 * @param rounds how often each replica is replaced
 * @throws Error when a replica does not start or end as it should
 */
export async function rollingRestart(rounds: number, say: Progress): Promise<Outcome> {
  const ends: (() => Promise<unknown>)[] = [];
  const onEnd: OnEnd = (end) => ends.push(end);
  try {
    return await run(rounds, say, onEnd);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function run(rounds: number, say: Progress, onEnd: OnEnd): Promise<Outcome> {
  const [auth, tickets] = await deploy(say, onEnd);
  const tally = createTally();
  const addresses = {
    auth: `http://127.0.0.1:${auth.balancer.port}`,
    tickets: `http://127.0.0.1:${tickets.balancer.port}`,
  };
  const visitors = await letVisitorsIn(addresses, tally);
  let restarts = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const deployment of [auth, tickets]) {
      for (const old of deployment.replicas.slice()) {
        await replace(deployment, old);
        restarts += 1;
        say(`replaced a replica of ${deployment.name}; ${tally.faults().length} requests have failed so far`);
      }
    }
  }
  const loggedOut = await visitors.leave();
  return { rows: tally.rows(), faults: tally.faults(), restarts, loggedOut };
}

async function deploy(say: Progress, onEnd: OnEnd): Promise<[Deployment, Deployment]> {
  const mongo = await startMongo({ progress: say });
  onEnd(() => mongo.stop());
  const nats = findNats() === undefined ? undefined : await startNats();
  if (nats) onEnd(() => nats.stop());
  say(`the services share ${mongo.kind}; revocations come by ${nats ? 'NATS' : 'Server-Sent Events'}`);

  const shared = { JWT_KEY: randomBytes(48).toString('base64url'), COOKIE_SECURE: 'false' };
  const auth = await startDeployment('auth', 'auth/dist/main.js', onEnd, {
    ...shared,
    MONGO_URI: `${mongo.uri}auth`,
    TRUST_PROXY: '1',
    ...(nats && { NATS_URL: nats.url('auth') }),
  });
  const feed = nats?.url('service') ?? `http://127.0.0.1:${auth.balancer.internalPort}/revocations`;
  const tickets = await startDeployment('tickets', 'examples/tickets/dist/main.js', onEnd, {
    ...shared,
    MONGO_URI: `${mongo.uri}tickets`,
    REVOCATIONS_URL: feed,
    // The stricter way: a feed that is lost in a restart would cost requests.
    ON_OUTAGE: 'deny',
  });
  return [auth, tickets];
}

async function startDeployment(
  name: string,
  entry: string,
  onEnd: OnEnd,
  env: Record<string, string>,
): Promise<Deployment> {
  const balancer = await startBalancer();
  onEnd(() => balancer.stop());
  const replicas: Replica[] = [];
  const deployment = {
    name,
    balancer,
    replicas,
    grow: async () => {
      const replica = await startReplica(entry, env);
      onEnd(() => replica.kill());
      await balancer.add(replica);
      replicas.push(replica);
    },
  };
  await Promise.all(Array.from({ length: REPLICAS }, deployment.grow));
  return deployment;
}

/** Starts a replica, and ends an old one when the new one is ready. */
async function replace({ balancer, replicas, grow }: Deployment, old: Replica): Promise<void> {
  await grow();
  const told = sleep(PROPAGATION_MS).then(() => balancer.withdraw(old));
  await Promise.all([told, sleep(PRE_STOP_MS)]);
  await old.terminate();
  replicas.splice(replicas.indexOf(old), 1);
}
