import { join } from 'node:path';
import { ROOT } from './data-folder';
import { withDatabase } from './database';
import type { DevSecrets } from './dev-secrets';
import { freePorts } from '../ports';
import { ACCOUNT_PATH } from './routes';
import { startService, type Service } from './service';
import { serviceKeys } from './service-keys';
import { SET_HERE, type Settings } from './settings';

interface Ports {
  readonly port: number;
  readonly internalPort: number;
}

const NAMES = ['auth', 'tickets', 'pages', 'web', 'gate', 'reports'] as const;
export type ServicePorts = Readonly<Record<(typeof NAMES)[number], Ports>>;

/** Finds two free ports for each service. @param entry the port on which the gateway is going to listen */
export async function findPorts(entry: number): Promise<ServicePorts> {
  const ports = (await freePorts(2 * NAMES.length + 1)).filter((port) => port !== entry);
  const pairs = NAMES.map((name, n) => [name, { port: ports[2 * n]!, internalPort: ports[2 * n + 1]! }]);
  return Object.fromEntries(pairs) as ServicePorts;
}

/** What the environments of the services are made of. */
export interface Parts {
  readonly settings: Settings;
  readonly secrets: DevSecrets;
  readonly ports: ServicePorts;
  readonly mongoUri: string;
  readonly smtpUrl: string;
}

/** Starts the auth service with its environment. */
export function startAuth(parts: Parts): Service {
  const { settings, secrets, ports, mongoUri, smtpUrl } = parts;
  return start(parts, 'auth', 'auth/dist/main.js', ports.auth, {
    JWT_KEY: settings.jwtKey,
    MONGO_URI: withDatabase(mongoUri, 'auth'),
    PUBLIC_URL: settings.publicUrl,
    ACCOUNT_PATH,
    SMTP_URL: smtpUrl,
    MAIL_FROM: settings.mailFrom ?? 'no-reply@example.com',
    MAIL_KEY: settings.mailKey ?? secrets.mailKey,
    DATA_KEY: settings.dataKey ?? secrets.dataKey,
    EMAIL_VERIFICATION: settings.emailVerification,
    SIGN_IN_BY_EMAIL: settings.signInByEmail,
    TRUST_PROXY: '1',
  });
}

/** Starts the account pages, the gate and both examples on the library, each with its environment: all follow the revocations of the auth service. */
export function startFollowers(parts: Parts): Service[] {
  const { settings, ports, mongoUri } = parts;
  const { auth, tickets, pages, web, gate } = ports;
  const authUrl = `http://127.0.0.1:${auth.port}`;
  const authInternalUrl = `http://127.0.0.1:${auth.internalPort}`;
  const followed = { REVOCATIONS_URL: settings.revocationsUrl ?? `${authInternalUrl}/revocations` };
  return [
    start(parts, 'tickets', 'examples/tickets/dist/main.js', tickets, {
      ...followed,
      MONGO_URI: withDatabase(mongoUri, 'tickets'),
      INTROSPECTION_URL: `${authInternalUrl}/introspect`,
    }),
    start(parts, 'pages', 'pages/dist/main.js', pages, {
      ...followed,
      AUTH_URL: authUrl,
      ACCOUNT_PATH,
      // Mail is caught here or sent, and never off.
      SENDS_MAIL: 'true',
      SIGN_IN_BY_EMAIL: settings.signInByEmail,
      TRUST_PROXY: '1',
    }),
    start(parts, 'web', 'examples/web/dist/main.js', web, {
      ...followed,
      AUTH_URL: authUrl,
      TICKETS_URL: `http://127.0.0.1:${tickets.port}`,
      TRUST_PROXY: '1',
      // React reads it.
      NODE_ENV: 'production',
    }),
    start(parts, 'gate', 'gate/dist/main.js', gate, {
      ...followed,
      POLICIES_FILE: join(ROOT, 'tools/local/policies.yaml'),
      PUBLIC_URL: settings.publicUrl,
      ACCOUNT_PATH,
    }),
  ];
}

function start(
  { settings, secrets }: Parts,
  name: string,
  entry: string,
  { port, internalPort }: Ports,
  env: Record<string, string>,
): Service {
  return startService(name, entry, internalPort, {
    ...Object.fromEntries(SET_HERE.map((setting) => [`${setting}_FILE`, ''])),
    ...serviceKeys(settings.jwtKey),
    INTERNAL_TOKEN: secrets.internalToken,
    COOKIE_SECURE: 'false',
    HOST: '127.0.0.1',
    PORT: String(port),
    INTERNAL_PORT: String(internalPort),
    ...env,
  });
}
