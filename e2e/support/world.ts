import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '@latchkey/tools/dist/ports';
import { startBus, type Bus } from './bus';
import { startDatabase, type Database } from './database';
import { startHop, type Hop } from './hop';
import { signUp, signUpAdmin, type Person } from './people';
import { program, type Program } from './program';
import { untilAll, type Feed, type OnOutage, type Service } from './services';

/** A replica of the auth service, behind pieces of network of its own. */
export interface Auth extends Program {
  readonly toDatabase: Hop;
  readonly toBus: Hop;
}

type Stop = () => Promise<unknown>;

/** The whole system as processes of their own. */
export interface World {
  readonly database: Database;
  readonly bus: Bus;
  /** The replicas of the auth service. */
  readonly auths: readonly Auth[];
  /** One for each feed and each way in an outage; all of them follow. */
  readonly services: readonly Service[];
  readonly admin: Person;
  /** Describes one more service, which does not run yet; its connections take turns in following these. */
  newService(feed: Feed, onOutage: OnOutage, followed?: readonly Auth[]): Promise<Service>;
  stop(): Promise<void>;
}

export const FEEDS = ['sse', 'nats'] as const;
export const WAYS = ['allow', 'deny'] as const;

/** Where the built programs of a world are; the repository, unless told otherwise. */
export interface Builds {
  readonly auths?: string;
  readonly services?: string;
}

/** Starts a world with so many replicas of the auth service. */
export async function startWorld(replicas = 1, builds: Builds = {}): Promise<World> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(replicas, builds, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  replicas: number,
  { auths: authBuild = '.', services: serviceBuild = '.' }: Builds,
  stops: Stop[],
): Promise<Omit<World, 'stop'>> {
  const secrets = { JWT_KEY: randomBytes(48).toString('base64url') };
  const [database, bus] = await Promise.all([startDatabase(), startBus()]);
  stops.push(
    () => database.stop(),
    () => bus.kill(),
  );

  const newHop = async (...targets: number[]): Promise<Hop> => {
    const hop = await startHop(...targets);
    stops.push(() => hop.stop());
    return hop;
  };
  const newProgram = async (entry: string, env: Record<string, string>): Promise<Program> => {
    const made = program(entry, [await freePort(), await freePort()], { ...secrets, ...env });
    stops.push(() => made.kill());
    return made;
  };
  const newAuth = async (): Promise<Auth> => {
    const toDatabase = await newHop(database.port);
    const toBus = await newHop(bus.port);
    const made = await newProgram(join(authBuild, 'auth/dist/main.js'), {
      MONGO_URI: `mongodb://127.0.0.1:${toDatabase.port}/auth`,
      NATS_URL: bus.url('auth', toBus.port),
    });
    return { ...made, toDatabase, toBus };
  };
  const auths = await Promise.all(Array.from({ length: replicas }, newAuth));

  const newService: World['newService'] = async (feed, onOutage, followed = auths) => {
    const hop = await newHop(
      ...(feed === 'nats' ? [bus.port] : followed.map(({ internalPort }) => internalPort)),
    );
    const made = await newProgram(join(serviceBuild, 'examples/tickets/dist/main.js'), {
      MONGO_URI: `${database.uri}tickets`,
      REVOCATIONS_URL:
        feed === 'nats' ? bus.url('service', hop.port) : `http://127.0.0.1:${hop.port}/revocations`,
      ON_OUTAGE: onOutage,
    });
    return { ...made, feed, onOutage, hop };
  };
  const services = await Promise.all(
    FEEDS.flatMap((feed) => WAYS.map((onOutage) => newService(feed, onOutage))),
  );

  await Promise.all([...auths, ...services].map((each) => each.start()));
  const admin = await signUpAdmin(auths[0]!.url, `${database.uri}auth`);
  return { database, bus, auths, services, admin, newService };
}

/** Two people who are let in everywhere; the test bans one of them. */
export interface TwoPeople {
  readonly banned: Person;
  readonly valid: Person;
}

export async function twoPeople(
  { auths, services }: World,
  at: readonly Service[] = services,
  { url }: Auth = auths[0]!,
): Promise<TwoPeople> {
  const [banned, valid] = await Promise.all([signUp(url), signUp(url)]);
  await Promise.all([banned, valid].map((person) => untilAll(at, person, 'in')));
  return { banned, valid };
}
