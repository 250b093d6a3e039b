import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@latchkey/common';
import { readConfig } from '../../src/config/config';
import { faultsOf, REQUIRED } from '../support/config';

const faultsOfOne = (name: string, value: string) => faultsOf({ ...REQUIRED, [name]: value });

describe('values', () => {
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
    ['COOKIE_FORMAT', 'JWT'],
    ['TRUSTED_ORIGINS', 'https://a.example/path'],
    ['TRUSTED_ORIGINS', '*'],
    ['RETURN_ORIGINS', 'https://*.a.example'],
    ['RETURN_ORIGINS', 'capacitor://localhost'],
    ['RETURN_ORIGINS', 'https://a.example/'],
    ['RETURN_ORIGINS', 'https://user@a.example'],
    ['MFA_ROLES', 'Admin'],
    ['MFA_ROLES', 'admin,,staff'],
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

describe('what is required', () => {
  it('is asked for in one go', () => {
    const faults = faultsOf({});
    expect(faults.map((fault) => fault.split(' is not set: ')[0])).toEqual(['JWT_KEY', 'MONGO_URI']);
  });

  it('has no default that everyone knows', () => {
    expect(() => readConfig({ MONGO_URI: REQUIRED.MONGO_URI, NODE_ENV: 'test' })).toThrow(ConfigurationError);
  });
});
