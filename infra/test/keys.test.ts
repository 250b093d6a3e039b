import { expect, it } from '@jest/globals';
import { readConfig as readAuthConfig } from '../../auth/src/config/config';
import { readConfig as readTicketsConfig } from '../../examples/tickets/src/config';
import { readConfig as readWebConfig } from '../../examples/web/src/config';
import { readConfig as readPagesConfig } from '../../pages/src/config';
import { MONGO_URI, Namespace, secretsFor, type Secrets } from './support/create-secrets';
import { environmentOf } from './support/environment';
import { readGateConfig } from './support/gate';
import { hasPrivateKey, trusts } from './support/keys';
import type { Workload } from './support/manifest';
import { describeOverlays } from './support/overlay';

const COOKIE_KEY = Buffer.alloc(32, 7).toString('base64');
const SECRET = 'a secret from before that all services share';

const withoutKeys = (secrets: Secrets): Secrets =>
  Object.fromEntries(Object.entries(secrets).filter(([name]) => !name.startsWith('jwt-')));

describeOverlays('the keys', (rendered, overlay) => {
  const CONFIGS = {
    gate: (env: Readonly<Record<string, string>>) => readGateConfig(rendered, env),
    pages: readPagesConfig,
    tickets: readTicketsConfig,
    web: readWebConfig,
  };
  const names = Object.keys(CONFIGS) as (keyof typeof CONFIGS)[];
  const services = names.filter((name) => rendered.workloads.some(({ metadata }) => metadata.name === name));
  const containersOf = (name: string) =>
    rendered.get<Workload>('Deployment', name).spec.template.spec.containers;
  const environment = (name: string, secrets: Secrets) => environmentOf(containersOf(name)[0]!, secrets);

  /** Everything that starts, starts; what auth signs, services take. */
  async function expectToWork(secrets: Secrets): Promise<void> {
    const auth = environment('auth', secrets);
    const { COOKIE_KEY: cookieKey } = readAuthConfig(auth);
    for (const name of services) {
      const service = environment(name, secrets);
      expect(CONFIGS[name](service).COOKIE_KEY).toBe(cookieKey);
      expect(await trusts(service, auth)).toBe(true);
    }
  }

  it('are a pair in a new installation, whose private half nothing but auth is given', async () => {
    const secrets = secretsFor(overlay);
    await expectToWork(secrets);
    expect(environment('auth', secrets).JWT_KEY).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    for (const name of services) {
      expect(environment(name, secrets)).not.toHaveProperty('JWT_KEY');
      expect(environment(name, secrets).JWT_PUBLIC_KEY).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    }
    for (const { metadata, spec } of rendered.workloads) {
      const { containers, initContainers = [] } = spec.template.spec;
      for (const container of [...containers, ...initContainers]) {
        const isAuth = metadata.name === 'auth' && containers.includes(container);
        expect(hasPrivateKey(environmentOf(container, secrets))).toBe(isAuth);
      }
      // Neither as a volume.
      expect(JSON.stringify(spec).includes('jwt-signing-key')).toBe(metadata.name === 'auth');
    }
  });

  it.each([
    ['a secret', { JWT_KEY: SECRET }],
    ['a list of secrets', { JWT_KEY: `${SECRET},${SECRET} and another` }],
    ['a secret and a key for cookies', { JWT_KEY: SECRET, COOKIE_KEY }],
  ])('stay those of an installation from before, which has %s', async (_what, jwtSecret) => {
    const namespace = new Namespace({ 'jwt-secret': jwtSecret });
    expect(namespace.create(overlay.name, { MONGO_URI }).status).toBe(0);
    await expectToWork(namespace.secrets);
    for (const name of ['auth', ...services])
      expect(environment(name, namespace.secrets)).toMatchObject(jwtSecret);
  });

  it('stay those that were made before, with nobody running create-secrets.sh', async () => {
    const others = withoutKeys(secretsFor(overlay));
    await expectToWork({ ...others, 'jwt-secret': { JWT_KEY: SECRET } });
  });

  it('can have one for cookies beside', async () => {
    const secrets: Secrets = { ...secretsFor(overlay), 'cookie-key': { COOKIE_KEY } };
    await expectToWork(secrets);
    for (const name of ['auth', ...services]) expect(environment(name, secrets).COOKIE_KEY).toBe(COOKIE_KEY);
  });

  it('of stored secrets is given to auth alone, which starts without it', () => {
    const secrets = secretsFor(overlay);
    const key = secrets['data-key']!.DATA_KEY;
    expect(readAuthConfig(environment('auth', secrets)).DATA_KEY).toBe(key);
    const others: Secrets = { ...secrets, 'data-key': {} };
    expect(readAuthConfig(environment('auth', others)).DATA_KEY).toBeUndefined();
    for (const { metadata, spec } of rendered.workloads)
      expect(JSON.stringify(spec).includes('data-key')).toBe(metadata.name === 'auth');
  });

  it('are missed by the services themselves, which say what to do', () => {
    const others = withoutKeys(secretsFor(overlay));
    expect(() => readAuthConfig(environment('auth', others))).toThrow(
      /JWT_KEY is not set: .*openssl genpkey/,
    );
    for (const name of services)
      expect(() => CONFIGS[name](environment(name, others))).toThrow(/Set JWT_PUBLIC_KEY/);
  });
});
