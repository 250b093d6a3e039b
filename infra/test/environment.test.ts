import { expect, it } from '@jest/globals';
import { readConfig as readAuthConfig } from '../../auth/src/config/config';
import { readConfig as readTicketsConfig } from '../../examples/tickets/src/config';
import { readConfig as readWebConfig } from '../../examples/web/src/config';
import { readConfig as readPagesConfig } from '../../pages/src/config';
import { secretsFor } from './support/create-secrets';
import { environmentOf, ingredientsOf } from './support/environment';
import { readGateConfig } from './support/gate';
import type { Workload } from './support/manifest';
import { describeOverlays } from './support/overlay';
import { routesOf } from './support/routes';

describeOverlays('the environment', (rendered, overlay) => {
  const CONFIGS = {
    auth: readAuthConfig,
    gate: (env: Readonly<Record<string, string>>) => readGateConfig(rendered, env),
    pages: readPagesConfig,
    tickets: readTicketsConfig,
    web: readWebConfig,
  };
  const secrets = secretsFor(overlay);
  const services = rendered
    .of<Workload>('Deployment')
    .filter(({ metadata }) => metadata.name in CONFIGS)
    .map(({ metadata, spec }) => {
      const container = spec.template.spec.containers[0]!;
      const environment = environmentOf(container, secrets);
      return { name: metadata.name as keyof typeof CONFIGS, container, environment };
    });

  it.each(services)(
    '$name: the service starts with it, and knows every variable',
    ({ name, container, environment }) => {
      const config = CONFIGS[name](environment);
      const known = [...Object.keys(config), ...ingredientsOf(container)];
      expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
      expect(container.ports).toEqual([
        { name: 'public', containerPort: config.PORT },
        { name: 'internal', containerPort: config.INTERNAL_PORT },
      ]);
    },
  );

  it('all services have the same credential and kind of cookie', () => {
    for (const name of ['INTERNAL_TOKEN', 'COOKIE_SECURE']) {
      const values = services.flatMap(({ environment }) => environment[name] ?? []);
      expect(new Set(values).size).toBeLessThanOrEqual(1);
    }
  });

  it('cookies are Secure, but for http://localhost', () => {
    expect(services[0]!.environment.COOKIE_SECURE).toBe(overlay.isPublic ? undefined : 'false');
  });

  it('links lead to the origin that people see', () => {
    const auth = services.find(({ name }) => name === 'auth');
    const hosts = new Set(routesOf(rendered).map(({ host }) => host));
    const origins = overlay.isPublic
      ? [...hosts].map((host) => `https://${host}`)
      : ['http://localhost:3000'];
    expect([readAuthConfig(auth!.environment).PUBLIC_URL]).toEqual(origins);
  });

  it('each service is its own user of MongoDB, in its own database', () => {
    for (const { name, environment } of services.filter(({ environment }) => environment.MONGO_URI)) {
      const { username, password, pathname } = new URL(environment.MONGO_URI!.split(',')[0]!);
      expect(username).toBe(name);
      if (overlay.has('external-mongo')) continue;
      expect(password).toBe(secrets.mongo?.[name]);
      expect(pathname).toBe(`/${name}`);
    }
  });

  it('each service is its own kind of user of NATS', () => {
    // The account pages and the gate follow auth itself.
    const users = services.filter(({ name }) => !['gate', 'pages'].includes(name));
    const urls = users.map(
      ({ environment }) => new URL((environment.NATS_URL ?? environment.REVOCATIONS_URL)!),
    );
    expect(urls.map(({ username, password }) => [username, password])).toEqual(
      users.map(({ name }) => {
        const user = name === 'auth' ? 'auth' : 'service';
        return [user, secrets.nats?.[user]];
      }),
    );
  });

  it('auth believes the one proxy in front of it who the client is', () => {
    const auth = services.find(({ name }) => name === 'auth');
    expect(readAuthConfig(auth!.environment).TRUST_PROXY).toBe(1);
  });

  it('every other container has what it names', () => {
    for (const { spec } of rendered.workloads) {
      const { containers, initContainers = [], volumes = [] } = spec.template.spec;
      for (const container of [...containers, ...initContainers]) environmentOf(container, secrets);
      for (const { secret } of volumes) if (secret) expect(secrets).toHaveProperty(secret.secretName);
    }
  });
});
