import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config';

const REQUIRED = { JWT_KEY: 'a secret of more than thirty-two bytes', AUTH_URL: 'http://auth-srv:3000' };

describe('the settings', () => {
  it.each([
    ['TRUST_PROXY', '0', 0],
    ['TRUST_PROXY', '99', 99],
    ['ACCOUNT_PATH', '/account', '/account'],
    ['ACCOUNT_PATH', '/my/account', '/my/account'],
    ['ACCOUNT_PATH', '/apis/api', '/apis/api'],
    ['APP_NAME', 'Größe & Söhne', 'Größe & Söhne'],
    ['APP_NAME', '🔑'.repeat(64), '🔑'.repeat(64)],
    ['APP_URL', '/shop', '/shop'],
    ['APP_URL', 'https://app.example.com', 'https://app.example.com/'],
    ['LOGO_URL', '/logo.svg', '/logo.svg'],
    ['ACCENT_COLOR', '#0A7d5f', '#0A7d5f'],
  ] as const)('take %s=%s', (name, text, value) => {
    expect(readConfig({ ...REQUIRED, [name]: text })[name]).toBe(value);
  });

  it.each([
    ['TRUST_PROXY', '100'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', '1.5'],
    ['TRUST_PROXY', '1e9'],
    ['TRUST_PROXY', 'true'],
    ['ACCOUNT_PATH', '/'],
    ['ACCOUNT_PATH', 'account'],
    ['ACCOUNT_PATH', '/account/'],
    ['ACCOUNT_PATH', '//account'],
    ['ACCOUNT_PATH', '/:id'],
    ['ACCOUNT_PATH', '/API'],
    ['ACCOUNT_PATH', '/api/users'],
    ['ACCOUNT_PATH', `/${'x'.repeat(100)}`],
    ['APP_NAME', '   '],
    ['APP_NAME', 'x'.repeat(65)],
    ['APP_NAME', 'Shop\r\nBcc: everybody@example.com'],
    ['APP_NAME', 'Shop\u2028Two'],
    ['APP_URL', '//evil.example'],
    ['APP_URL', 'javascript:alert(1)'],
    ['APP_URL', 'https://user:secret@app.example.com'],
    ['LOGO_URL', 'logo.svg'],
    ['RETURN_ORIGINS', 'capacitor://localhost'],
    ['RETURN_ORIGINS', 'https://*.example.com'],
    ['ACCENT_COLOR', 'blue'],
    ['ACCENT_COLOR', '#fff'],
    ['ACCENT_COLOR', '#12345g'],
    ['AUTH_URL', 'http://auth-srv:3000/'],
    ['SIGN_UP', 'maybe'],
  ])('refuse %s=%s, and do not repeat it', (name, text) => {
    const read = () => readConfig({ ...REQUIRED, [name]: text });
    expect(read).toThrow(name);
    expect(read).not.toThrow('secret');
  });
});
