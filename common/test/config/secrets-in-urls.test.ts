import { inspect } from 'node:util';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readEnvironment, sharedVariables } from '../../src/config/environment';
import { natsUrl } from '../../src/config/validators';
import { createClient } from '../../src/client';
import { ConfigurationError, createAuthentication, followJwks, followRevocations } from '../../src/index';
import { SECRET } from '../support/tokens';

const CANARY = 'canary-7f3a';

afterEach(() => void jest.restoreAllMocks());

/** What a function throws, as a log would show it, with all its fields. */
function thrownBy(work: () => unknown): { error: Error; shown: string } {
  try {
    work();
  } catch (error) {
    return { error: error as Error, shown: inspect(error, { depth: null, showHidden: true }) };
  }
  throw new Error('nothing was thrown');
}

describe('a user or password that cannot be percent-decoded', () => {
  const read = (name: string, value: string) => () =>
    readEnvironment(
      { JWT_KEY: SECRET, [name]: value },
      { ...sharedVariables, NATS_URL: natsUrl({ default: undefined }) },
    );

  it.each([
    ['REVOCATIONS_URL', `nats://service:${CANARY}%@nats:4222`],
    ['REVOCATIONS_URL', `nats://ser%vice:${CANARY}@nats:4222`],
    ['REVOCATIONS_URL', `http://service:${CANARY}%zz@auth-srv:3001/revocations`],
    ['NATS_URL', `tls://auth:100%${CANARY}@nats:4222`],
    ['INTROSPECTION_URL', `http://a:${CANARY}%@auth-srv:3001/introspect`],
  ])('is refused at start, with what to do: %s=%s', (name, value) => {
    const { error, shown } = thrownBy(read(name, value));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults).toEqual([
      `${name} must have its user and password percent-encoded: % is %25`,
    ]);
    expect(shown).not.toContain(CANARY);
  });

  it('is fine once it is encoded', () => {
    const value = `nats://service:${CANARY}%25@nats:4222`;
    expect(read('REVOCATIONS_URL', value)()).toHaveProperty('REVOCATIONS_URL', value);
  });

  it('is refused by followRevocations, which would try it for ever', () => {
    const { error } = thrownBy(() => followRevocations({ url: `nats://service:${CANARY}%@nats:4222` }));
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_URL' });
    expect(error.message).toContain('% is %25');
  });
});

describe('an address with a password that cannot be used', () => {
  const introspectionAt = (url: string) => () =>
    createAuthentication({ jwtKey: SECRET, introspection: { url, token: SECRET } });

  it.each([
    ['followRevocations', () => followRevocations({ url: `nats://service:${CANARY}@[nats` })],
    ['followRevocations', () => followRevocations({ url: `nats://service:${CANARY}%@nats` })],
    ['followJwks', () => followJwks({ url: `http://user:${CANARY}@auth-srv:3001/jwks.json` })],
    ['followJwks', () => followJwks({ url: `http://user:${CANARY}@[auth-srv` })],
    ['createAuthentication', introspectionAt(`http://user:${CANARY}@[auth-srv`)],
    ['createAuthentication', introspectionAt(`http://user:${CANARY}%@auth-srv`)],
    ['createClient', () => createClient({ baseUrl: `http://user:${CANARY}@auth-srv:3000` })],
  ])('is refused at once by %s, and is not in the error', (_name, make) => {
    expect(thrownBy(make).shown).not.toContain(CANARY);
  });

  it('is not in the warning of a feed that is away either', async () => {
    const warned: string[] = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warned.push(inspect(warning)));
    const urls = [`nats://service:${CANARY}@127.0.0.1:1`, `http://service:${CANARY}@127.0.0.1:1/revocations`];
    for (const url of urls) {
      const followed = followRevocations({ url });
      while (!warned.some((text) => text.includes('cut off')))
        await new Promise((resolve) => setTimeout(resolve, 20));
      await followed.close();
      expect(warned.splice(0).join()).not.toContain(CANARY);
    }
  });
});
