import { openDatabase } from '../auth/database.js';
import { startAuth } from '../auth/auth-process.js';
import { signUp } from '../auth/people.js';
import { encodeRequest } from '../lib/http.js';
import { type ServiceProcess } from '../lib/service-process.js';
import { POLICY, startGate } from './gate-process.js';

/** Who decides about a request. */
export interface Judge {
  readonly name: 'gate' | '/verify';
  readonly port: number;
  /** The path that a proxy asks. */
  readonly path: string;
  /** Whose CPU the decision takes. */
  readonly pid: number;
}

/** The auth service with its database, and the gate that follows it. */
export interface House {
  readonly databaseKind: string;
  readonly gate: Judge;
  readonly verify: Judge;
  /** The Cookie header of each of those who are signed in. */
  readonly cookies: readonly string[];
  stop(): Promise<void>;
}

const PEOPLE = 16;

/** Starts a house. */
export async function openHouse(say: (line: string) => void): Promise<House> {
  const database = await openDatabase(say);
  const running: ServiceProcess[] = [];
  const stop = async () => {
    for (const service of running.reverse()) await service.stop();
    await database.stop();
  };
  try {
    const auth = await startAuth(database.env);
    running.push(auth);
    const people = await signUp(auth.url, PEOPLE);
    const { JWT_KEY, COOKIE_SECURE } = database.env;
    const gate = await startGate({
      JWT_KEY,
      COOKIE_SECURE,
      REVOCATIONS_URL: `${auth.internalUrl}/revocations`,
    });
    running.push(gate);
    return {
      databaseKind: database.kind,
      gate: { name: 'gate', port: gate.port, path: `/${POLICY}`, pid: gate.pid },
      verify: { name: '/verify', port: auth.internalPort, path: '/verify', pid: auth.pid },
      cookies: people.map(({ cookie }) => cookie),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Requests of people in turn, with the headers that a proxy sends. */
export function requestsTo(path: string, cookies: readonly string[]): () => Buffer {
  const requests = cookies.map((Cookie) =>
    encodeRequest({
      path,
      headers: {
        Cookie,
        'X-Forwarded-Method': 'GET',
        'X-Forwarded-Host': 'latchkey.example.com',
        'X-Forwarded-Uri': '/reports/2026?page=3',
      },
    }),
  );
  let next = 0;
  return () => requests[next++ % requests.length]!;
}

/** @throws Error when a judge lets somebody in who is not signed in, or does not know who is */
export async function checkJudge({ name, port, path }: Judge, cookie: string): Promise<void> {
  const url = `http://127.0.0.1:${port}${path}`;
  const known = await fetch(url, { headers: { Cookie: cookie } });
  if (known.status !== 200 || !known.headers.get('x-user-id'))
    throw new Error(`${name} did not let its own user in: ${known.status}`);
  const nobody = await fetch(url);
  await nobody.body?.cancel();
  if (nobody.status !== 401) throw new Error(`${name} answered nobody with ${nobody.status}`);
}
