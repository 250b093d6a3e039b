import { randomBytes } from 'node:crypto';
import { freePorts } from '@latchkey/tools/dist/ports';
import type { RunningNats } from '@latchkey/tools/dist/nats';
import { startDatabase, type Database } from './database';
import { startHop, type Hop } from './hop';
import { signUpAdmin, type Person } from './people';
import { startPrimary, type Primary } from './primary';
import { program, type Program } from './program';
import { type Service } from './services';

/** A replica of the auth service, behind a piece of network to its database. */
export interface Source extends Program {
  readonly toDatabase: Hop;
}

/** Replicas of the auth service whose database is the primary that a test makes it, and services that follow over HTTP. */
export interface FeedHouse {
  readonly database: Database;
  readonly primary: Primary;
  readonly sources: readonly Source[];
  /** Each refuses people in an outage, and follows the first source until its hop leads elsewhere. */
  readonly services: readonly Service[];
  readonly admin: Person;
  stop(): Promise<void>;
}

/** How many there are, and what the replicas of the auth service are given. */
export interface FeedHousePlan {
  readonly sources: number;
  readonly services: number;
  /** The test starts the services itself. */
  readonly areServicesLate?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What the services follow instead, each one the next. */
  readonly buses?: readonly Pick<RunningNats, 'port' | 'url'>[];
}

type Stop = () => Promise<unknown>;

export async function startFeedHouse(plan: FeedHousePlan): Promise<FeedHouse> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(plan, (step) => stops.push(step))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(plan: FeedHousePlan, onEnd: (stop: Stop) => void): Promise<Omit<FeedHouse, 'stop'>> {
  const secrets = { JWT_KEY: randomBytes(48).toString('base64url') };
  const database = await startDatabase();
  onEnd(() => database.stop());
  const primary = await startPrimary(database.uri);
  onEnd(() => primary.stop());
  const ports = await freePorts(2 * (plan.sources + plan.services));

  function newProgram(entry: string, env: Record<string, string>): Program {
    const [port, internalPort] = ports.splice(0, 2) as [number, number];
    const made = program(entry, [port, internalPort], { ...secrets, ...env });
    onEnd(() => made.kill());
    return made;
  }
  async function newHop(target: number): Promise<Hop> {
    const hop = await startHop(target);
    onEnd(() => hop.stop());
    return hop;
  }
  async function newSource(): Promise<Source> {
    const toDatabase = await newHop(primary.port);
    const uri = `mongodb://127.0.0.1:${toDatabase.port}/auth?directConnection=true`;
    return { ...newProgram('auth/dist/main.js', { MONGO_URI: uri, ...plan.env }), toDatabase };
  }
  async function newService(followed: Source, at: number): Promise<Service> {
    const bus = plan.buses?.[at % plan.buses.length];
    const hop = await newHop(bus?.port ?? followed.internalPort);
    const made = newProgram('examples/tickets/dist/main.js', {
      MONGO_URI: `${database.uri}tickets`,
      REVOCATIONS_URL: bus?.url('service', hop.port) ?? `http://127.0.0.1:${hop.port}/revocations`,
      ON_OUTAGE: 'deny',
    });
    return { ...made, feed: bus ? 'nats' : 'sse', onOutage: 'deny', hop };
  }

  const sources = await Promise.all(Array.from({ length: plan.sources }, newSource));
  const services = await Promise.all(
    Array.from({ length: plan.services }, (_each, at) => newService(sources[0]!, at)),
  );
  await Promise.all(sources.map((each) => each.start()));
  if (!plan.areServicesLate) await Promise.all(services.map((each) => each.start()));
  const admin = await signUpAdmin(sources[0]!.url, `${database.uri}auth`);
  return { database, primary, sources, services, admin };
}

/** Takes the service's connection away, and leads the next one to a source. */
export function moveTo({ internalPort }: Source, { hop }: Service): void {
  hop.leadTo(internalPort);
  hop.cut();
  hop.mend();
}
