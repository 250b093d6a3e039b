import { createPublicKey, generateKeyPairSync, verify, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { JWT_KEY } from '../../support/auth-service';
import { deviceOf, refreshDevice, send, signUpDevice } from '../../support/devices';
import { accessTokenIn } from '../../support/tokens';
import { withAuth } from '../../support/with-auth';

const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

describe('GET /.well-known/jwks.json', () => {
  it('has the key that an access token names, with which anybody can check it', () =>
    withAuth({ JWT_KEY: PEM }, async (auth) => {
      const response = await auth.request().get('/.well-known/jwks.json').expect(200);
      expect(response.headers['cache-control']).toBe('public, max-age=300');
      const { keys } = response.body as { keys: (JsonWebKey & { kid: string })[] };
      expect((await auth.internal().get('/.well-known/jwks.json').expect(200)).body).toEqual({ keys });
      const token = accessTokenIn((await signUpDevice(auth)).session);
      const [header, payload, signature] = token.split('.');
      const { kid } = JSON.parse(Buffer.from(header!, 'base64url').toString()) as { kid: string };
      const key = createPublicKey({ key: keys.find((each) => each.kid === kid)!, format: 'jwk' });
      const signed = Buffer.from(`${header}.${payload}`);
      const options = { key, dsaEncoding: 'ieee-p1363' } as const;
      expect(verify('sha256', signed, options, Buffer.from(signature!, 'base64url'))).toBe(true);
      expect(JSON.stringify(keys)).not.toContain('"d"');
    }));

  it('says nothing about secrets', () =>
    withAuth({ JWT_KEY: `${JWT_KEY},${PEM}` }, async (auth) => {
      const response = await auth.request().get('/.well-known/jwks.json').expect(200);
      expect((response.body as { keys: object[] }).keys).toHaveLength(1);
      expect(response.text).not.toContain('oct');
    }));

  it('is empty when there are only secrets', () =>
    withAuth({}, async (auth) => {
      const response = await auth.request().get('/.well-known/jwks.json').expect(200);
      expect(response.body).toEqual({ keys: [] });
    }));
});

it('people stay signed in while the key moves from a secret to a pair', () =>
  withAuth({}, async (old) => {
    const before = await signUpDevice(old);
    const env = { MONGO_URI: old.config.MONGO_URI, JWT_KEY: `${PEM},${JWT_KEY}` };
    await withAuth(env, async (auth) => {
      await send(auth, 'get', 'sessions', before).expect(200);
      const after = deviceOf(await refreshDevice(auth, before).expect(200));
      const [header] = accessTokenIn(after.session).split('.');
      expect(Buffer.from(header!, 'base64url').toString()).toContain('ES256');
      await send(auth, 'get', 'sessions', after).expect(200);
    });
  }));
