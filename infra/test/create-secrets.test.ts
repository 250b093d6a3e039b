import { describe, expect, it } from '@jest/globals';
import { parseEncryptionKeys, parseKeyRing, parsePublicKeys } from '../../common/src/keys/key-ring';
import { newPrivateKey } from '../../tools/new-keys';
import { MONGO_URI, Namespace } from './support/create-secrets';

const valuesOf = ({ secrets }: Namespace) =>
  Object.values(secrets).flatMap((values) => Object.values(values));

describe('create-secrets.sh', () => {
  it('makes what is missing, for dev unless told otherwise', () => {
    const namespace = new Namespace();
    expect(namespace.create().status).toBe(0);
    expect(Object.keys(namespace.secrets).sort()).toEqual([
      'data-key',
      'internal-token',
      'jwt-public-key',
      'jwt-signing-key',
      'mail',
      'mongo',
      'nats',
    ]);
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
    const namespace = new Namespace({
      nats: { auth: 'given' },
      'internal-token': { INTERNAL_TOKEN: 'given' },
    });
    expect(namespace.create('production', { MONGO_URI }).status).toBe(0);
    expect(namespace.secrets).toMatchObject({
      nats: { auth: 'given', service: expect.any(String), cluster: expect.any(String) },
      'internal-token': { INTERNAL_TOKEN: 'given' },
    });
  });

  it('makes a key pair for P-256, each half in a Secret of its own', () => {
    const namespace = new Namespace();
    namespace.create('production', { MONGO_URI });
    const { JWT_KEY, ...others } = namespace.secrets['jwt-signing-key']!;
    const { JWT_PUBLIC_KEY, ...more } = namespace.secrets['jwt-public-key']!;
    expect([others, more]).toEqual([{}, {}]);
    const { alg, kid } = parseKeyRing(JWT_KEY!).signing;
    expect(alg).toBe('ES256');
    expect(parsePublicKeys(JWT_PUBLIC_KEY!).find(kid)).toBeDefined();
  });

  it('makes a key of 32 bytes for stored secrets, which auth alone has', () => {
    const namespace = new Namespace();
    namespace.create('production', { MONGO_URI });
    const [key, ...others] = parseEncryptionKeys(namespace.secrets['data-key']!.DATA_KEY!);
    expect([key.decryptsOnly, others]).toEqual([false, []]);
  });

  it('makes no pair where services share a secret: they would not know what auth signs with', () => {
    const given = { JWT_KEY: 'a secret of before, which services share', COOKIE_KEY: 'given' };
    const namespace = new Namespace({ 'jwt-secret': given });
    const { status, output } = namespace.create('dev');
    expect(status).toBe(0);
    expect(namespace.secrets['jwt-secret']).toEqual(given);
    expect(Object.keys(namespace.secrets)).not.toContain('jwt-signing-key');
    expect(Object.keys(namespace.secrets)).not.toContain('jwt-public-key');
    expect(output).toMatch(/jwt-secret: JWT_KEY is there.*docs\/operations\.md/);
  });

  it('makes the public half of a key that is there, also of a list', () => {
    const old = newPrivateKey('ES256');
    const moving = {
      'jwt-secret': { JWT_KEY: 'a secret that leaves' },
      'jwt-signing-key': { JWT_KEY: `a secret that leaves,${old}` },
    };
    for (const given of [{ 'jwt-signing-key': { JWT_KEY: old } }, moving]) {
      const namespace = new Namespace(given);
      expect(namespace.create('dev').status).toBe(0);
      expect(namespace.secrets).toMatchObject(given);
      const { JWT_PUBLIC_KEY } = namespace.secrets['jwt-public-key']!;
      expect(parsePublicKeys(JWT_PUBLIC_KEY!).find(parseKeyRing(old).signing.kid)).toBeDefined();
    }
  });

  it('makes no public half of what is no private key', () => {
    const namespace = new Namespace({ 'jwt-signing-key': { JWT_KEY: 'a secret, which has no public half' } });
    const { status, output } = namespace.create('dev');
    expect([status, output]).toEqual([
      1,
      expect.stringContaining('jwt-public-key: there is nothing to make JWT_PUBLIC_KEY of'),
    ]);
    expect(Object.keys(namespace.secrets)).not.toContain('jwt-public-key');
  });

  it('makes no private half beside a public one that is there: services would not know it', () => {
    const namespace = new Namespace({ 'jwt-public-key': { JWT_PUBLIC_KEY: 'given' } });
    const { status, output } = namespace.create('dev');
    expect([status, output]).toEqual([1, expect.stringContaining('jwt-signing-key as JWT_KEY')]);
    expect(Object.keys(namespace.secrets)).not.toContain('jwt-signing-key');
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
    expect(said).toContain('jwt-signing-key');
    for (const value of valuesOf(namespace).flatMap((text) => [text, ...text.split('\n').slice(1, -2)])) {
      expect(said).not.toContain(value);
      expect(said).not.toContain(Buffer.from(value).toString('base64'));
    }
  });

  it('refuses an overlay that there is not', () => {
    const { status, output } = new Namespace().create('staging');
    expect([status, output]).toEqual([
      2,
      expect.stringContaining('dev production production-gateway-api production-own-host'),
    ]);
  });
});
