import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@latchkey/common';
import { readConfig, type Config } from '../../src/config/config';
import { faultsOf, read, REQUIRED } from '../support/config';

const faultsOfOne = (name: string, value: string) => faultsOf({ ...REQUIRED, [name]: value });

describe('the defaults', () => {
  it('are these, with nothing but what is required', () => {
    expect({ ...read({}) }).toEqual({
      ...REQUIRED,
      ISSUER: 'latchkey',
      AUDIENCE: 'latchkey',
      COOKIE_SECURE: true,
      COOKIE_DOMAIN: undefined,
      PREVIOUS_COOKIE_DOMAIN: undefined,
      TRUSTED_ORIGINS: [],
      RETURN_ORIGINS: [],
      SIGN_UP: 'open',
      APP_NAME: 'Latchkey',
      PUBLIC_URL: undefined,
      ACCOUNT_PATH: undefined,
      SMTP_URL: undefined,
      MAIL_FROM: undefined,
      MAIL_KEY: undefined,
      EMAIL_VERIFICATION: 'off',
      SIGN_IN_BY_EMAIL: false,
      MAIL_TEMPLATES: undefined,
      MAX_MAIL_CONNECTIONS: 5,
      HOST: undefined,
      PORT: 3000,
      INTERNAL_PORT: 3001,
      INTERNAL_TOKEN: undefined,
      NATS_URL: undefined,
      ON_OUTAGE: 'allow',
      ACCESS_TTL: 15 * 60_000,
      REFRESH_GRACE: 15_000,
      SESSION_IDLE: 7 * 86_400_000,
      SESSION_MAX: 30 * 86_400_000,
      SIGN_IN_EVENTS_KEPT: 90 * 86_400_000,
      ACCOUNT_EVENTS_KEPT: 400 * 86_400_000,
      ADMIN_EVENTS_KEPT: 'forever',
      TRUST_PROXY: false,
      PASSWORD_MIN_LENGTH: 8,
      PASSWORD_BLOCKLIST: true,
      MAX_CONNECTIONS: 5000,
      MAX_FOLLOWERS: 1000,
      MAX_TOKEN_CHECKS: 500,
      REQUESTS_PER_ADDRESS: { count: 300, duration: 60_000 },
      FAILURES_PER_ADDRESS: { count: 30, duration: 3_600_000 },
      FAILURES_PER_ACCOUNT_AND_ADDRESS: { count: 20, duration: 6 * 3_600_000 },
      FAILURES_PER_ACCOUNT: { count: 100, duration: 86_400_000 },
      FAILURES_PER_DEVICE: { count: 10, duration: 6 * 3_600_000 },
      FAILURES_PER_SESSION: { count: 10, duration: 30 * 86_400_000 },
      MAIL_REQUESTS_PER_ADDRESS: { count: 60, duration: 3_600_000 },
      REFRESHES_PER_SESSION: { count: 60, duration: 60_000 },
      API_DOCS: true,
      KEEP_ALIVE: 65_000,
      LOG_LEVEL: 'info',
    });
  });

  it('hold for variables that are there but empty, as Compose and Kubernetes make them', () => {
    expect(read({ PORT: '', COOKIE_DOMAIN: '', TRUSTED_ORIGINS: '', COOKIE_SECURE: '' })).toEqual(read({}));
  });

  it('do not hang on NODE_ENV', () => {
    expect({ ...read({ NODE_ENV: 'development' }) }).toEqual({ ...read({ NODE_ENV: 'production' }) });
  });
});

describe('values', () => {
  it.each<[keyof Config, string, unknown]>([
    ['ACCESS_TTL', '5m', 300_000],
    ['REFRESH_GRACE', '5s', 5000],
    ['ACCESS_TTL', '1s', 1000],
    ['ACCESS_TTL', '24h', 86_400_000],
    ['REFRESH_GRACE', '5m', 300_000],
    ['SESSION_MAX', '400d', 400 * 86_400_000],
    ['SIGN_IN_EVENTS_KEPT', '24h', 86_400_000],
    ['ACCOUNT_EVENTS_KEPT', '3660d', 3660 * 86_400_000],
    ['ADMIN_EVENTS_KEPT', 'forever', 'forever'],
    ['ADMIN_EVENTS_KEPT', '730d', 730 * 86_400_000],
    ['REQUESTS_PER_ADDRESS', '10/1s', { count: 10, duration: 1000 }],
    ['FAILURES_PER_ACCOUNT', '50/12h', { count: 50, duration: 43_200_000 }],
    ['SESSION_IDLE', '12h', 43_200_000],
    ['COOKIE_SECURE', 'false', false],
    ['COOKIE_DOMAIN', 'example.com', 'example.com'],
    [
      'TRUSTED_ORIGINS',
      'https://a.example, https://b.example:8443',
      ['https://a.example', 'https://b.example:8443'],
    ],
    [
      'RETURN_ORIGINS',
      'https://a.example, http://localhost:3000',
      ['https://a.example', 'http://localhost:3000'],
    ],
    ['TRUST_PROXY', 'true', true],
    ['TRUST_PROXY', 'false', false],
    ['TRUST_PROXY', '2', 2],
    ['TRUST_PROXY', '10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['TRUST_PROXY', 'loopback,uniquelocal', ['loopback', 'uniquelocal']],
    ['PASSWORD_MIN_LENGTH', '4', 4],
    ['PASSWORD_MIN_LENGTH', '64', 64],
    ['TRUST_PROXY', '99', 99],
    ['ISSUER', 'i'.repeat(255), 'i'.repeat(255)],
    ['HOST', '::1', '::1'],
    ['APP_NAME', 'Größe & Söhne', 'Größe & Söhne'],
    ['APP_NAME', '🔑'.repeat(64), '🔑'.repeat(64)],
    ['PUBLIC_URL', 'https://app.example.com', 'https://app.example.com'],
    ['PUBLIC_URL', 'https://app.example.com:8443', 'https://app.example.com:8443'],
    ['PUBLIC_URL', 'http://localhost:3000', 'http://localhost:3000'],
    ['PUBLIC_URL', 'http://app.localhost', 'http://app.localhost'],
    ['PUBLIC_URL', 'http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['PUBLIC_URL', 'http://[::1]:3000', 'http://[::1]:3000'],
    ['ACCOUNT_PATH', '/account', '/account'],
    ['ACCOUNT_PATH', '/My-shop/account_2.x~y', '/My-shop/account_2.x~y'],
    ['ACCOUNT_PATH', '/apis/api', '/apis/api'],
    [
      'MONGO_URI',
      'mongodb+srv://auth:secret@cluster.example.net/auth',
      'mongodb+srv://auth:secret@cluster.example.net/auth',
    ],
  ])('%s=%s is %j', (name, text, value) => {
    expect(read({ [name]: text })[name]).toEqual(value);
  });

  it.each([
    ['JWT_KEY', 'short'],
    ['JWT_KEY', `${REQUIRED.JWT_KEY},short`],
    ['JWT_KEY', ' , '],
    ['MONGO_URI', 'postgres://auth:secret@db/auth'],
    ['MONGO_URI', 'mongodb:///auth'],
    ['MONGO_URI', 'mongodb://auth:sec@ret@db/auth'],
    ['MONGO_URI', 'mongodb://db:99999/auth'],
    ['MONGO_URI', 'mongodb://auth:100%secret@db/auth'],
    ['MONGO_URI', 'mongodb://db'],
    ['MONGO_URI', 'mongodb://auth:secret@db/?replicaSet=rs0'],
    ['MONGO_URI', 'mongodb+srv://auth:secret@cluster.example.net/'],
    ['MONGO_URI', 'mongodb://auth:secret@db/#auth'],
    ['MONGO_URI', 'mongodb://auth:secret@db/auth.prod'],
    ['NATS_URL', 'nats://auth:100%secret@nats:4222'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['HOST', 'not a host'],
    ['ACCESS_TTL', '15'],
    ['ACCESS_TTL', '0m'],
    ['ACCESS_TTL', '-1m'],
    ['ACCESS_TTL', '999ms'],
    ['ACCESS_TTL', '25h'],
    ['ACCESS_TTL', '2d'],
    ['REFRESH_GRACE', '999ms'],
    ['REFRESH_GRACE', '301s'],
    ['SESSION_IDLE', '401d'],
    ['SESSION_MAX', '401d'],
    ['SESSION_MAX', '1 month'],
    ['SIGN_IN_EVENTS_KEPT', '23h'],
    ['SIGN_IN_EVENTS_KEPT', 'forever'],
    ['ACCOUNT_EVENTS_KEPT', '3661d'],
    ['ADMIN_EVENTS_KEPT', '1h'],
    ['ADMIN_EVENTS_KEPT', 'never'],
    ['COOKIE_SECURE', 'maybe'],
    ['COOKIE_DOMAIN', 'https://example.com'],
    ['PREVIOUS_COOKIE_DOMAIN', 'https://example.com'],
    ['TRUSTED_ORIGINS', 'https://a.example/path'],
    ['TRUSTED_ORIGINS', '*'],
    ['RETURN_ORIGINS', 'https://*.a.example'],
    ['RETURN_ORIGINS', 'capacitor://localhost'],
    ['RETURN_ORIGINS', 'https://a.example/'],
    ['RETURN_ORIGINS', 'https://user@a.example'],
    ['TRUST_PROXY', 'somewhere'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '100'],
    ['TRUST_PROXY', '9'.repeat(40)],
    ['ISSUER', 'i'.repeat(256)],
    ['AUDIENCE', 'a'.repeat(256)],
    ['INTERNAL_TOKEN', 't'.repeat(1025)],
    ['PASSWORD_MIN_LENGTH', '0'],
    ['PASSWORD_MIN_LENGTH', '3'],
    ['PASSWORD_MIN_LENGTH', '65'],
    ['PASSWORD_MIN_LENGTH', '8.5'],
    ['MAX_FOLLOWERS', '0'],
    ['MAX_FOLLOWERS', '1000001'],
    ['MAX_TOKEN_CHECKS', '1e3'],
    ['MAX_CONNECTIONS', '-5000'],
    ['LOG_LEVEL', 'verbose'],
    ['SIGN_UP', 'sometimes'],
    ['REQUESTS_PER_ADDRESS', 'off'],
    ['REQUESTS_PER_ADDRESS', 'false'],
    ['REQUESTS_PER_ADDRESS', '0/5s'],
    ['REQUESTS_PER_ADDRESS', '300'],
    ['REQUESTS_PER_ADDRESS', '300/0m'],
    ['REQUESTS_PER_ADDRESS', '300/1m/1m'],
    ['REQUESTS_PER_ADDRESS', '100001/1m'],
    ['REQUESTS_PER_ADDRESS', '300/999ms'],
    ['REQUESTS_PER_ADDRESS', '300/31d'],
    ['FAILURES_PER_ACCOUNT', '101/24h'],
    ['FAILURES_PER_ACCOUNT', '100/59m'],
    ['APP_NAME', '   '],
    ['APP_NAME', 'x'.repeat(65)],
    ['APP_NAME', 'Shop\r\nBcc: everybody@example.com'],
    ['APP_NAME', 'Shop\u2028Two'],
    ['PUBLIC_URL', 'shop.example.org'],
    ['PUBLIC_URL', 'https://app.example.com/'],
    ['PUBLIC_URL', 'https://app.example.com/shop'],
    ['PUBLIC_URL', 'https://app.example.com?a=b'],
    ['PUBLIC_URL', 'https://ada:secret@app.example.com'],
    ['PUBLIC_URL', 'https://App.Example.com'],
    ['PUBLIC_URL', 'https://app.example.com:443'],
    ['PUBLIC_URL', 'ftp://app.example.com'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['PUBLIC_URL', 'null'],
    ['PUBLIC_URL', 'http://app.example.com'],
    ['PUBLIC_URL', 'http://localhost.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1.example.com'],
    ['ACCOUNT_PATH', '/'],
    ['ACCOUNT_PATH', 'mine'],
    ['ACCOUNT_PATH', '/mine/'],
    ['ACCOUNT_PATH', '//evil.example'],
    ['ACCOUNT_PATH', '/mine//pages'],
    ['ACCOUNT_PATH', '/mine/../api'],
    ['ACCOUNT_PATH', '/.well-known'],
    ['ACCOUNT_PATH', '/API'],
    ['ACCOUNT_PATH', '/api/users'],
    ['ACCOUNT_PATH', '/Api/account'],
    ['ACCOUNT_PATH', '/mine;Domain=example.com'],
    ['ACCOUNT_PATH', '/mine?a=b'],
    ['ACCOUNT_PATH', '/%61pi'],
    ['ACCOUNT_PATH', '/konto/größe'],
    ['ACCOUNT_PATH', 'https://accounts.example.com/account'],
    ['ACCOUNT_PATH', `/${'x'.repeat(100)}`],
  ])('%s=%s is refused by its name, and the value is not repeated', (name, value) => {
    const faults = faultsOfOne(name, value);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
    if (value.length > 3) expect(faults[0]).not.toContain(value);
  });
});

it('PUBLIC_URL may be http on another host where cookies are not Secure either', () => {
  const home = { PUBLIC_URL: 'http://nas.home.arpa:3000', COOKIE_SECURE: 'false' };
  expect(read(home).PUBLIC_URL).toBe(home.PUBLIC_URL);
});

it('PREVIOUS_COOKIE_DOMAIN is another domain than COOKIE_DOMAIN, whose cookie would be cleared at once', () => {
  const domains = { COOKIE_DOMAIN: 'app.example.com', PREVIOUS_COOKIE_DOMAIN: 'example.com' };
  expect(read(domains)).toMatchObject(domains);
  expect(faultsOf({ ...REQUIRED, ...domains, PREVIOUS_COOKIE_DOMAIN: 'app.example.com' })).toEqual([
    'PREVIOUS_COOKIE_DOMAIN must be another domain than COOKIE_DOMAIN: what COOKIE_DOMAIN was before',
  ]);
});

describe('what is required', () => {
  it('is asked for in one go', () => {
    const faults = faultsOf({});
    expect(faults.map((fault) => fault.split(' is not set: ')[0])).toEqual(['JWT_KEY', 'MONGO_URI']);
  });

  it('has no default that everyone knows', () => {
    expect(() => readConfig({ MONGO_URI: REQUIRED.MONGO_URI, NODE_ENV: 'test' })).toThrow(ConfigurationError);
  });
});
