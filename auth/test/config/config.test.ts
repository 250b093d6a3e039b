import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config';
import { faultsOf, read, REQUIRED } from '../support/config';

describe('the defaults', () => {
  it('are these, with nothing but what is required', () => {
    expect({ ...read({}) }).toEqual({
      ...REQUIRED,
      ISSUER: 'latchkey',
      AUDIENCE: 'latchkey',
      COOKIE_SECURE: true,
      COOKIE_DOMAIN: undefined,
      COOKIE_FORMAT: 'session',
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
      DATA_KEY: undefined,
      HOST: undefined,
      PORT: 3000,
      INTERNAL_PORT: 3001,
      INTERNAL_TOKEN: undefined,
      NATS_URL: undefined,
      ON_OUTAGE: 'allow',
      ACCESS_TTL: 15 * 60_000,
      REVOCATION_WINDOW: undefined,
      FEED_TOKEN_REQUIRED: false,
      REFRESH_GRACE: 15_000,
      SESSION_IDLE: 7 * 86_400_000,
      SESSION_MAX: 30 * 86_400_000,
      SIGN_IN_EVENTS_KEPT: 90 * 86_400_000,
      ACCOUNT_EVENTS_KEPT: 400 * 86_400_000,
      ADMIN_EVENTS_KEPT: 'forever',
      TRUST_PROXY: false,
      PASSWORD_MIN_LENGTH: 8,
      PASSWORD_BLOCKLIST: true,
      MFA_ROLES: [],
      RP_ID: undefined,
      WEBAUTHN_ORIGINS: [],
      MAX_CONNECTIONS: 5000,
      MAX_FOLLOWERS: 4000,
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
    ['MFA_ROLES', 'admin, billing:write,admin', ['admin', 'billing:write']],
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
