import { join } from 'node:path';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { startMongo } from '@latchkey/tools/dist/mongo';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { findNats, startNats } from '@latchkey/tools/dist/nats';
import { createDeployment, type Environment, type OnEnd } from './deployments';
import { createTally, type Kind, type Row } from './tally';
import { letVisitorsIn, type Addresses } from './visitors';

/** Those of the local run, and where their `signIn` sends people: nobody goes there here. */
const POLICIES_FILE = join(ROOT, 'tools/local/policies.yaml');
const PUBLIC_URL = 'https://app.example.com';

/** What each service is given besides the addresses of the others. */
export interface Keys {
  readonly auth: Environment;
  /** Of the gate and of tickets, given the base address of the auth service's internal port. */
  readonly verifiers: (auth: string) => Environment;
}

/** Two replicas of auth, of the gate and of tickets, which share a database and a bus. */
export interface House {
  /** Where they are to be found, whatever is replaced. */
  readonly addresses: Addresses;
  /** Replaces all replicas one by one by such that have these keys, the auth service's first. @returns how many */
  readonly replaceAll: (keys: Keys) => Promise<number>;
}

/** What it cost those who used the services meanwhile. */
export interface Outcome {
  readonly rows: Readonly<Record<Kind, Row>>;
  /** What was wrong with each request that failed. */
  readonly faults: readonly string[];
  readonly restarts: number;
  readonly loggedOut: number;
}

/**
 * Lets people sign in, pass the gate and make tickets while something happens to a house.
 * @param happens returns how many replicas it has replaced
 * @param first the checkout that the first replicas are of; this one unless given
 * @throws Error when a replica does not start or end as it should
 */
export async function whileInUse(
  keys: Keys,
  env: Environment,
  say: Progress,
  happens: (house: House) => Promise<number>,
  first = ROOT,
): Promise<Outcome> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const house = await openHouse(keys, env, say, (end) => ends.push(end), first);
    const tally = createTally();
    const visitors = await letVisitorsIn(house.addresses, tally);
    const restarts = await happens(house);
    const loggedOut = await visitors.leave();
    return { rows: tally.rows(), faults: tally.faults(), restarts, loggedOut };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function openHouse(
  keys: Keys,
  env: Environment,
  say: Progress,
  onEnd: OnEnd,
  first: string,
): Promise<House> {
  const mongo = await startMongo({ progress: say });
  onEnd(() => mongo.stop());
  const nats = findNats() === undefined ? undefined : await startNats();
  if (nats) onEnd(() => nats.stop());
  say(`the services share ${mongo.kind}; revocations come by ${nats ? 'NATS' : 'Server-Sent Events'}`);

  const auth = await createDeployment('auth', 'auth/dist/main.js', say, onEnd);
  const gate = await createDeployment('gate', 'gate/dist/main.js', say, onEnd);
  const tickets = await createDeployment('tickets', 'examples/tickets/dist/main.js', say, onEnd);
  const internal = `http://127.0.0.1:${auth.balancer.internalPort}`;
  const ofAuth = (next: Keys) => ({
    ...env,
    COOKIE_SECURE: 'false',
    MONGO_URI: `${mongo.uri}auth`,
    TRUST_PROXY: '1',
    ...(nats && { NATS_URL: nats.url('auth') }),
    ...next.auth,
  });
  const ofVerifiers = (next: Keys) => ({
    COOKIE_SECURE: 'false',
    REVOCATIONS_URL: nats?.url('service') ?? `${internal}/revocations`,
    // The stricter way: a feed that is lost in a restart would cost requests.
    ON_OUTAGE: 'deny',
    ...next.verifiers(internal),
  });
  const ofGate = (next: Keys) => ({ ...ofVerifiers(next), POLICIES_FILE, PUBLIC_URL });
  const ofTickets = (next: Keys) => ({ ...ofVerifiers(next), MONGO_URI: `${mongo.uri}tickets` });
  await auth.start(ofAuth(keys), first);
  await gate.start(ofGate(keys), ROOT); // the last release has none
  await tickets.start(ofTickets(keys), first);
  return {
    addresses: {
      auth: `http://127.0.0.1:${auth.balancer.port}`,
      gate: `http://127.0.0.1:${gate.balancer.port}`,
      tickets: `http://127.0.0.1:${tickets.balancer.port}`,
    },
    replaceAll: async (next) =>
      (await auth.replaceAll(ofAuth(next))) +
      (await gate.replaceAll(ofGate(next))) +
      (await tickets.replaceAll(ofTickets(next))),
  };
}
