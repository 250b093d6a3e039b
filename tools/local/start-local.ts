import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ConfigurationError } from '@latchkey/common';
import { readEnvironment, readVariableFiles, sharedVariables } from '@latchkey/common/protocol';
import { port, str } from 'envalid';
import { startMongo } from '../mongo';
import { ensureAdmin } from './admin-account';
import { banner } from './banner';
import { inFolder, DATA_FOLDER } from './data-folder';
import { readDevSecrets } from './dev-secrets';
import { startGateway } from './gateway';
import { freePorts } from './ports';
import { ACCOUNT_PATH } from './routes';
import { startService } from './service';
import { serviceKeys } from './service-keys';

type Stop = () => Promise<void>;

const MONGO_URI_FILE = inFolder('mongo-uri');
const PUBLIC_URL_FILE = inFolder('public-url');

/**
 * Runs the whole system on this machine until `stopping` is aborted: MongoDB, the auth service, the account
 * pages and the tickets and web examples behind one origin. Everything that it started has ended when it returns or throws.
 */
export async function startLocal(
  env: NodeJS.ProcessEnv,
  stopping: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const stops: Stop[] = [];
  try {
    await run(env, stopping, say, (stop) => stops.unshift(stop));
    say('\nstopping…');
  } catch (error) {
    // Being told to stop while starting is no fault.
    if (!stopping.aborted) throw error;
  } finally {
    for (const stop of stops) await stop();
  }
}

async function run(
  env: NodeJS.ProcessEnv,
  stopping: AbortSignal,
  say: (line: string) => void,
  onStop: (stop: Stop) => void,
): Promise<void> {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const secrets = readDevSecrets();
  const given = readGiven(env);
  const settings = { JWT_KEY: secrets.jwtKey, ...given };
  const { PORT, SIGN_UP } = readEnvironment(settings, {
    ...sharedVariables,
    PORT: port({ default: 3000 }),
    SIGN_UP: str({ default: 'open', choices: ['open', 'invite', 'closed'] as const }),
  });
  const origin = `http://localhost:${PORT}`;
  const publicUrl = given.PUBLIC_URL ?? origin;

  const [
    authPort,
    authInternal,
    ticketsPort,
    ticketsInternal,
    webPort,
    webInternal,
    pagesPort,
    pagesInternal,
  ] = await freePorts(8);
  const gateway = await startGateway(PORT, {
    auth: authPort!,
    tickets: ticketsPort!,
    pages: pagesPort!,
    web: webPort!,
  });
  onStop(gateway.stop);

  const mongoUri = given.MONGO_URI ?? (await startDatabase(say, onStop));
  stopping.throwIfAborted();
  writeFileSync(MONGO_URI_FILE, withDatabase(mongoUri, 'auth'), { mode: 0o600 });
  writeFileSync(PUBLIC_URL_FILE, publicUrl);

  say('starting the auth, pages, tickets and web services…');
  const shared = {
    ...Object.fromEntries(SET_HERE.map((name) => [`${name}_FILE`, ''])),
    ...serviceKeys(settings.JWT_KEY),
    INTERNAL_TOKEN: secrets.internalToken,
    COOKIE_SECURE: 'false',
    HOST: '127.0.0.1',
  };
  const revocationsUrl =
    given.REVOCATIONS_URL ?? given.NATS_URL ?? `http://127.0.0.1:${authInternal}/revocations`;
  const services = [
    startService('auth', 'auth/dist/main.js', authInternal!, {
      ...shared,
      JWT_KEY: settings.JWT_KEY,
      PORT: String(authPort),
      INTERNAL_PORT: String(authInternal),
      MONGO_URI: withDatabase(mongoUri, 'auth'),
      PUBLIC_URL: publicUrl,
      ACCOUNT_PATH,
      TRUST_PROXY: '1',
    }),
    startService('tickets', 'examples/tickets/dist/main.js', ticketsInternal!, {
      ...shared,
      PORT: String(ticketsPort),
      INTERNAL_PORT: String(ticketsInternal),
      MONGO_URI: withDatabase(mongoUri, 'tickets'),
      REVOCATIONS_URL: revocationsUrl,
      INTROSPECTION_URL: `http://127.0.0.1:${authInternal}/introspect`,
    }),
    startService('pages', 'pages/dist/main.js', pagesInternal!, {
      ...shared,
      PORT: String(pagesPort),
      INTERNAL_PORT: String(pagesInternal),
      AUTH_URL: `http://127.0.0.1:${authPort}`,
      REVOCATIONS_URL: revocationsUrl,
      ACCOUNT_PATH,
      TRUST_PROXY: '1',
    }),
    startService('web', 'examples/web/dist/main.js', webInternal!, {
      ...shared,
      PORT: String(webPort),
      INTERNAL_PORT: String(webInternal),
      AUTH_URL: `http://127.0.0.1:${authPort}`,
      TICKETS_URL: `http://127.0.0.1:${ticketsPort}`,
      REVOCATIONS_URL: revocationsUrl,
      TRUST_PROXY: '1',
      // React reads it.
      NODE_ENV: 'production',
    }),
  ];
  onStop(async () => void (await Promise.all(services.map((service) => service.stop()))));
  await Promise.all(services.map((service) => service.ready(stopping)));

  await ensureAdmin(`http://127.0.0.1:${authPort}`, withDatabase(mongoUri, 'auth'), secrets);
  say(
    banner({
      origin,
      secrets,
      signUp: SIGN_UP,
      metrics: `http://127.0.0.1:${authInternal}/metrics`,
      logs: services.map(({ log }) => log),
    }),
  );
  // As in a cluster, the others go on without it.
  for (const service of services) void service.ended.then(say);
  if (!stopping.aborted) await once(stopping, 'abort');
}

/** What the services are given here, so that they do not look for it in a file as well. */
const SET_HERE = ['JWT_KEY', 'JWT_PUBLIC_KEY', 'INTERNAL_TOKEN', 'MONGO_URI', 'REVOCATIONS_URL'];

/**
 * The variables that are set, those with it that come from files.
 * @throws ConfigurationError when a file cannot be read
 */
function readGiven(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const { env: given, faults } = readVariableFiles(env, [...SET_HERE, 'NATS_URL']);
  if (faults.size > 0) throw new ConfigurationError([...faults.values()]);
  return given;
}

async function startDatabase(say: (line: string) => void, onStop: (stop: Stop) => void): Promise<string> {
  say('starting MongoDB…');
  const mongo = await startMongo({ dataDir: inFolder('mongo'), progress: say });
  onStop(() => mongo.stop());
  return mongo.uri;
}

function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}
