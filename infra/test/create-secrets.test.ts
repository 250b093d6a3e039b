import { describe, expect, it } from '@jest/globals';
import { MONGO_URI, Namespace } from './support/create-secrets';
import type { Ingress } from './support/manifest';
import { describeOverlays } from './support/overlay';

const valuesOf = ({ secrets }: Namespace) =>
  Object.values(secrets).flatMap((values) => Object.values(values));

describe('create-secrets.sh', () => {
  it('makes what is missing, for dev unless told otherwise', () => {
    const namespace = new Namespace();
    expect(namespace.create().status).toBe(0);
    expect(Object.keys(namespace.secrets).sort()).toEqual(['internal-token', 'jwt-secret', 'mongo', 'nats']);
    expect(new Set(valuesOf(namespace)).size).toBe(valuesOf(namespace).length);
  });

  it('changes nothing that is there', () => {
    const namespace = new Namespace();
    namespace.create('dev');
    const before = namespace.secrets;
    expect(namespace.create('dev').status).toBe(0);
    expect(namespace.secrets).toEqual(before);
  });

  it('adds a key that a Secret lacks and keeps the others', () => {
    const namespace = new Namespace({ nats: { auth: 'given' }, 'jwt-secret': { JWT_KEY: 'new,old' } });
    expect(namespace.create('production', { MONGO_URI }).status).toBe(0);
    expect(namespace.secrets).toMatchObject({
      nats: { auth: 'given', service: expect.any(String), cluster: expect.any(String) },
      'jwt-secret': { JWT_KEY: 'new,old' },
    });
  });

  it('makes passwords that need no encoding in a URL, and that NATS takes for text', () => {
    const namespace = new Namespace();
    namespace.create('dev');
    const { mongo, nats } = namespace.secrets;
    for (const password of Object.values({ ...mongo, ...nats })) {
      expect(password).toMatch(/^[a-z][a-z0-9]{40,}$/);
    }
  });

  it('makes a password for each further user of NATS that it is told, and refuses what is no name', () => {
    const namespace = new Namespace();
    expect(namespace.create('dev', {}, ['orders', 'a b']).status).toBe(2);
    expect(valuesOf(namespace)).toEqual([]);
    expect(namespace.create('dev', {}, ['orders', 'billing-2']).status).toBe(0);
    expect(Object.keys(namespace.secrets.nats!).sort()).toEqual(['auth', 'billing-2', 'orders', 'service']);
    const before = namespace.secrets;
    expect(namespace.create('dev', {}, ['orders', 'auth']).status).toBe(0);
    expect(namespace.secrets).toEqual(before);
  });

  it('takes the URI of MongoDB for production, and says so when it has none', () => {
    const namespace = new Namespace();
    const { status, output } = namespace.create('production');
    expect(status).toBe(1);
    expect(output).toContain('MONGO_URI=');
    expect(valuesOf(namespace)).toEqual([]);

    expect(namespace.create('production', { MONGO_URI }).status).toBe(0);
    expect(namespace.create('production').status).toBe(0);
    expect(namespace.secrets['auth-mongo']).toEqual({ MONGO_URI });
  });

  it('shows no value and gives none as an argument', () => {
    const namespace = new Namespace();
    const { output } = namespace.create('production', { MONGO_URI });
    const said = `${output}${namespace.kubectlArguments}`;
    expect(said).toContain('jwt-secret');
    for (const value of valuesOf(namespace)) {
      expect(said).not.toContain(value);
      expect(said).not.toContain(Buffer.from(value).toString('base64'));
    }
  });

  it('refuses an overlay that there is not', () => {
    expect(new Namespace().create('staging').status).toBe(2);
  });
});

describeOverlays('certificates', (rendered, overlay) => {
  it('are missed aloud: they are not made', () => {
    const { output } = new Namespace().create(overlay, { MONGO_URI });
    for (const { secretName } of rendered.of<Ingress>('Ingress').flatMap(({ spec }) => spec.tls)) {
      expect(output).toContain(`secret ${secretName} is missing`);
    }
  });
});
