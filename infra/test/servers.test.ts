import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { secretsFor } from './support/create-secrets';
import { environmentOf } from './support/environment';
import type { Manifest, Workload } from './support/manifest';
import { describeOverlays, INFRA } from './support/overlay';

type ConfigMap = Manifest & { readonly data: Readonly<Record<string, string>> };

describeOverlays('NATS', (rendered, overlay) => {
  const { spec } = rendered.get<Workload>('StatefulSet', 'nats');
  const { containers, volumes = [] } = spec.template.spec;
  const [container] = containers;
  const secrets = secretsFor(overlay);
  const environment = environmentOf(container!, secrets);
  const config = volumes.find(({ name }) => name === 'config')!.configMap!.name;
  const files = rendered.get<ConfigMap>('ConfigMap', config).data;
  const folder = container!.volumeMounts!.find(({ name }) => name === 'config')!.mountPath;

  it('is started with a file that is there, and so is what this includes', () => {
    const name = container!
      .args!.find((arg) => arg.startsWith('--config='))!
      .slice(`--config=${folder}/`.length);
    expect(Object.keys(files)).toContain(name);
    for (const text of Object.values(files))
      for (const [, included] of text.matchAll(/^ *include (\S+)$/gm))
        expect(files).toHaveProperty([included!]);
    for (const file of ['nats-server.conf', 'services.conf'])
      expect(files[file]).toBe(readFileSync(join(INFRA, 'nats', file), 'utf8'));
  });

  it('has every variable that its files name', () => {
    const names = Object.values(files).flatMap((text) => text.match(/(?<=[ [])\$[A-Z]\w+/g) ?? []);
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names) expect(environment).toHaveProperty(name.slice(1));
  });

  it('has the passwords of its users', () => {
    expect(environment).toMatchObject({
      NATS_AUTH_PASSWORD: secrets.nats?.auth,
      NATS_SERVICE_PASSWORD: secrets.nats?.service,
    });
  });

  it('keeps its data on the volume and answers probes on its port', () => {
    const data = container!.volumeMounts!.find(({ name }) => name === 'data')!.mountPath;
    const monitor = container!.ports!.find(({ name }) => name === 'monitor')!.containerPort;
    expect(container!.args).toContain(`--store_dir=${data}`);
    expect(container!.args).toContain(`--http_port=${monitor}`);
  });

  it('has a route to each server of its cluster', () => {
    const routes = Object.keys(environment).filter((name) => name.startsWith('NATS_ROUTE_'));
    const hosts = routes.map((name) => new URL(environment[name]!).host);
    const pods = Array.from(
      { length: spec.replicas },
      (_, index) => `nats-${index}.${spec.serviceName}:6222`,
    );
    expect(hosts).toEqual(spec.replicas > 1 ? pods : []);
  });
});

describe('MongoDB, when it is made', () => {
  it('gets a user for each password but root’s, who may use the database of that name alone', () => {
    const created: Record<string, unknown> = {};
    const files = { '..data': '', auth: 'a-password', root: 'no', tickets: 'another' };
    runInNewContext(readFileSync(join(INFRA, 'k8s/components/mongo/mongo-users.js'), 'utf8'), {
      require: () => ({
        readdirSync: () => Object.keys(files),
        readFileSync: (path: string) =>
          files[path.slice('/etc/mongo-passwords/'.length) as keyof typeof files],
      }),
      db: {
        getSiblingDB: (name: string) => ({ createUser: (user: unknown) => void (created[name] = user) }),
      },
    });
    expect(created).toEqual({
      auth: { user: 'auth', pwd: 'a-password', roles: [{ role: 'readWrite', db: 'auth' }] },
      tickets: { user: 'tickets', pwd: 'another', roles: [{ role: 'readWrite', db: 'tickets' }] },
    });
  });
});

describeOverlays('MongoDB', (rendered) => {
  it('has its users, its passwords and its data where the image and the script look', () => {
    for (const { metadata, spec } of rendered.of<Workload>('StatefulSet')) {
      if (metadata.name !== 'mongo') continue;
      const { containers, volumes = [] } = spec.template.spec;
      const mounts = containers[0]!.volumeMounts!.map(({ name, mountPath }) => `${name} ${mountPath}`);
      expect(mounts.sort()).toEqual([
        'data /data/db',
        'passwords /etc/mongo-passwords',
        'tmp /tmp',
        'users /docker-entrypoint-initdb.d',
      ]);
      expect(volumes.find(({ name }) => name === 'passwords')?.secret).toEqual({ secretName: 'mongo' });
    }
  });
});
