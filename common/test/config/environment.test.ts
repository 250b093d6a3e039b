import { describe, expect, it } from '@jest/globals';
import { port, str } from 'envalid';
import { readEnvironment, sharedVariables } from '../../src/config/environment';
import { duration } from '../../src/config/validators';
import { ConfigurationError } from '../../src/index';
import { SECRET } from '../support/tokens';

const read = (env: Record<string, string>) => readEnvironment(env, sharedVariables);

/** The faults that are found in an environment. */
function faultsOf(
  env: Record<string, string>,
  variables: Parameters<typeof readEnvironment>[1] = sharedVariables,
) {
  try {
    readEnvironment(env, variables);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).faults;
  }
  return [];
}

describe('the environment', () => {
  it('needs no more than a key', () => {
    expect(read({ JWT_KEY: SECRET })).toMatchObject({
      JWT_KEY: SECRET,
      ISSUER: 'latchkey',
      AUDIENCE: 'latchkey',
      COOKIE_SECURE: true,
      COOKIE_DOMAIN: undefined,
      TRUSTED_ORIGINS: [],
    });
  });

  it('is read', () => {
    const env = {
      JWT_KEY: `${SECRET},${SECRET}2`,
      ISSUER: 'https://auth.example.com',
      AUDIENCE: 'shop',
      COOKIE_SECURE: 'false',
      COOKIE_DOMAIN: 'example.com',
      TRUSTED_ORIGINS: 'https://a.example, http://localhost:3000 ,',
    };
    expect(read(env)).toMatchObject({
      ...env,
      COOKIE_SECURE: false,
      TRUSTED_ORIGINS: ['https://a.example', 'http://localhost:3000'],
    });
  });

  it('counts what is empty as not set', () => {
    const empty = { ISSUER: '', AUDIENCE: '', COOKIE_SECURE: '', COOKIE_DOMAIN: '', TRUSTED_ORIGINS: '' };
    expect({ ...read({ JWT_KEY: SECRET, ...empty }) }).toEqual({ ...read({ JWT_KEY: SECRET }) });
    expect(faultsOf({ JWT_KEY: '' })).toEqual([expect.stringMatching(/^JWT_KEY is not set: /)]);
  });

  it('has no key of its own, whatever NODE_ENV says', () => {
    for (const NODE_ENV of ['test', 'development', 'production']) {
      expect(faultsOf({ NODE_ENV })).toEqual([
        expect.stringMatching(/^JWT_KEY is not set: Set JWT_PUBLIC_KEY, .*openssl pkey -pubout.*JWKS_URL/),
      ]);
    }
  });

  it('tells all faults at once, each by the name of its variable', () => {
    const faults = faultsOf({
      JWT_KEY: 'hunter2',
      COOKIE_SECURE: 'hunter2',
      COOKIE_DOMAIN: 'https://hunter2/',
      TRUSTED_ORIGINS: 'https://a.example,https://hunter2/path',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(
      ['JWT_KEY', 'COOKIE_SECURE', 'COOKIE_DOMAIN', 'TRUSTED_ORIGINS'].sort(),
    );
    const { message } = new ConfigurationError(faults);
    for (const fault of faults) expect(message).toContain(`\n  - ${fault}`);
    // A value may be a secret, perhaps one that was put into the wrong variable.
    expect(message).not.toContain('hunter2');
  });

  it('repeats no value of the variables that a service adds either', () => {
    const variables = {
      ...sharedVariables,
      PORT: port({ desc: 'Where to listen' }),
      LEVEL: str({ desc: 'How much is logged', choices: ['info', 'debug'] }),
      TTL: duration('1s', '1h')(),
      OTHER: duration('1s', '1h')(),
    };
    expect(
      faultsOf({ JWT_KEY: SECRET, PORT: 'hunter2', LEVEL: 'hunter2', TTL: 'hunter2' }, variables),
    ).toEqual([
      'PORT is not valid: Where to listen',
      'LEVEL is not valid: How much is logged; one of info, debug',
      'TTL must be a duration such as 30s, 15m or 7d',
      'OTHER is not set: it is required',
    ]);
  });
});

describe('TRUSTED_ORIGINS', () => {
  it.each([
    '*',
    'example.com',
    'https://a.example/',
    'https://a.example/x',
    'https://A.example',
    'null',
    'file:///',
  ])('refuses what no browser sends as an Origin: %s', (origin) => {
    expect(faultsOf({ JWT_KEY: SECRET, TRUSTED_ORIGINS: origin })).toEqual([
      expect.stringMatching(/^TRUSTED_ORIGINS must be origins such as https:\/\/app\.example\.com/),
    ]);
  });
});

describe('COOKIE_DOMAIN', () => {
  it.each([
    '.example.com',
    'localhost',
    'Example.com',
    'example.com:80',
    'a b.com',
    'a;b.com',
    `${'a'.repeat(250)}.com`,
  ])('refuses what is no domain: %s', (domain) => {
    expect(faultsOf({ JWT_KEY: SECRET, COOKIE_DOMAIN: domain })).toEqual([
      'COOKIE_DOMAIN must be a lower-case domain such as example.com',
    ]);
  });
});
