import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@latchkey/tools/dist/ports';
import { stringify } from 'yaml';
import { startDatabase, type Database } from '../../support/database';
import { program, type Program } from '../../support/program';
import { startEcho, type EchoService } from './echo';
import { PUBLIC_URL, type Ports, type ProxyUnderTest } from './proxy';
import { createPeople, type People } from './people';

/** All that stands around a proxy: the auth service with its database, the gate, and a service that tells what it was sent. */
export interface House {
  readonly ports: Ports;
  readonly jwtKey: string;
  readonly database: Database;
  readonly auth: Program;
  readonly gate: Program;
  readonly reports: EchoService;
  readonly people: People;
  stop(): Promise<void>;
}

/** Starts a house. @param signIn what the policies have as `signIn` */
export async function startHouse({ signIn }: Pick<ProxyUnderTest, 'signIn'>): Promise<House> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(signIn, (step) => stops.push(step))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  signIn: ProxyUnderTest['signIn'],
  onStop: (step: () => Promise<unknown>) => void,
): Promise<Omit<House, 'stop'>> {
  const [proxy, gatePort, reportsPort, authPort, ...internal] = (await freePorts(6)) as number[] &
    [number, number, number, number, number, number];
  const ports = { proxy, gate: gatePort, reports: reportsPort, auth: authPort };
  const jwtKey = randomBytes(48).toString('base64url');
  const database = await startDatabase();
  onStop(() => database.stop());
  const auth = program('auth/dist/main.js', [authPort, internal[0]!], {
    JWT_KEY: jwtKey,
    MONGO_URI: `${database.uri}auth`,
  });
  onStop(() => auth.kill());
  await auth.start();
  const gate = program('gate/dist/main.js', [gatePort, internal[1]!], {
    JWT_KEY: jwtKey,
    REVOCATIONS_URL: `http://127.0.0.1:${auth.internalPort}/revocations`,
    POLICIES_FILE: writePolicies(signIn, onStop),
    PUBLIC_URL,
  });
  onStop(() => gate.kill());
  await gate.start();
  const reports = await startEcho(reportsPort);
  onStop(() => reports.stop());
  const people = await createPeople(auth.url, `${database.uri}auth`, jwtKey);
  return { ports, jwtKey, database, auth, gate, reports, people };
}

/** As the documents have them, but for the way in which browsers are sent to sign in. */
function writePolicies(
  signIn: ProxyUnderTest['signIn'],
  onStop: (step: () => Promise<unknown>) => void,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-policies-'));
  onStop(() => Promise.resolve(rmSync(folder, { recursive: true })));
  const file = join(folder, 'policies.yaml');
  const sending = signIn && { signIn };
  const policies = {
    staff: { role: 'staff', maxAge: '10m', ...sending },
    'signed-in': { ...sending },
    guest: { optional: true, handOn: true },
  };
  writeFileSync(file, stringify(policies));
  return file;
}
