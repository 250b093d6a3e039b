import { describe, expect, it } from '@jest/globals';
import { faultsOf, read, REQUIRED } from '../support/config';

const KEY = 'k'.repeat(32);
const WHOLE = {
  SMTP_URL: 'smtps://user:p%40ss@smtp.example.com:465',
  MAIL_FROM: 'Example <no-reply@example.com>',
  MAIL_KEY: KEY,
  PUBLIC_URL: 'https://app.example.com',
  ACCOUNT_PATH: '/account',
};
const faults = (env: NodeJS.ProcessEnv) => faultsOf({ ...REQUIRED, ...env });

describe('mail', () => {
  it('is on with all of its settings', () => {
    expect(read({ ...WHOLE, EMAIL_VERIFICATION: 'optional' })).toMatchObject({
      SMTP_URL: WHOLE.SMTP_URL,
      MAIL_FROM: { name: 'Example', address: 'no-reply@example.com' },
      MAIL_KEY: [KEY],
    });
  });

  it('names all that is missing at once', () => {
    expect(faults({ SMTP_URL: WHOLE.SMTP_URL })).toEqual([
      'SMTP_URL needs MAIL_FROM',
      'SMTP_URL needs MAIL_KEY',
      'SMTP_URL needs PUBLIC_URL',
      'SMTP_URL needs ACCOUNT_PATH',
    ]);
  });

  it.each(['optional', 'required'])('is what EMAIL_VERIFICATION=%s needs', (EMAIL_VERIFICATION) => {
    expect(read({ ...WHOLE, EMAIL_VERIFICATION })).toMatchObject({ EMAIL_VERIFICATION });
    expect(faults({ EMAIL_VERIFICATION })).toEqual([
      `EMAIL_VERIFICATION=${EMAIL_VERIFICATION} needs SMTP_URL`,
    ]);
  });

  it('names what needs it and is on without it', () => {
    expect(faults({ EMAIL_VERIFICATION: 'optional', SIGN_IN_BY_EMAIL: 'true' })).toEqual([
      'EMAIL_VERIFICATION=optional needs SMTP_URL',
      'SIGN_IN_BY_EMAIL=true needs SMTP_URL',
    ]);
  });

  it('has settings that can be there without it, such as a key that other replicas have already', () => {
    expect(read({ MAIL_KEY: `${KEY}, ${'n'.repeat(32)}` }).MAIL_KEY).toEqual([KEY, 'n'.repeat(32)]);
  });
});

describe('MAIL_FROM', () => {
  it.each([
    ['no-reply@example.com', '', 'no-reply@example.com'],
    ['<no-reply@example.com>', '', 'no-reply@example.com'],
    ['"Acme, Inc." <no-reply@example.com>', 'Acme, Inc.', 'no-reply@example.com'],
    ['Größe & Söhne <no-reply@example.com>', 'Größe & Söhne', 'no-reply@example.com'],
  ])('%s is a name and an address', (text, name, address) => {
    expect(read({ ...WHOLE, MAIL_FROM: text }).MAIL_FROM).toEqual({ name, address });
  });

  it.each([
    'nobody',
    'a@example.com, b@example.com',
    'A <a@example.com>, B <b@example.com>',
    'A\r\nBcc: b@example.com <a@example.com>',
    'Acme, Inc. <a@example.com>',
    `${'n'.repeat(65)} <a@example.com>`,
  ])('is not %j', (text) => {
    expect(faults({ ...WHOLE, MAIL_FROM: text })).toEqual([
      'MAIL_FROM must be one address, such as no-reply@example.com or Example <no-reply@example.com>',
    ]);
  });
});

describe('SMTP_URL', () => {
  it.each(['smtp://localhost:2525', 'smtp://mail.example.com', 'smtps://u:p@mail.example.com/'])(
    'can be %s',
    (url) => expect(read({ ...WHOLE, SMTP_URL: url }).SMTP_URL).toBe(url),
  );

  it.each([
    'mail.example.com:25',
    'https://mail.example.com',
    'smtp://',
    'smtps://mail.example.com?tls.rejectUnauthorized=false',
    'smtps://mail.example.com/path',
    'smtps://user:p%zz@mail.example.com',
  ])('is not %s', (url) => {
    expect(faults({ ...WHOLE, SMTP_URL: url })).toEqual([expect.stringMatching(/^SMTP_URL must /)]);
  });
});

describe('MAIL_KEY', () => {
  it.each(['short', `${KEY},`, `${KEY},short`, `two words ${KEY}`])('is not %s', (text) => {
    const [fault] = faults({ ...WHOLE, MAIL_KEY: text });
    expect(fault).toMatch(/^MAIL_KEY must be secrets of 32 to 1024/);
    expect(fault).not.toContain(KEY);
  });
});

describe('MAX_MAIL_CONNECTIONS', () => {
  it.each(['1', '100'])('can be %s', (text) => {
    expect(read({ MAX_MAIL_CONNECTIONS: text }).MAX_MAIL_CONNECTIONS).toBe(Number(text));
  });

  it.each(['0', '101', '1.5', 'many'])('is not %s', (text) => {
    expect(faults({ MAX_MAIL_CONNECTIONS: text })).toEqual([
      'MAX_MAIL_CONNECTIONS must be a whole number from 1 to 100',
    ]);
  });
});
