import { describe, expect, it } from '@jest/globals';
import { warningsOf } from '../../src/config/config';
import { read } from '../support/config';

const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
const warnings = (env: NodeJS.ProcessEnv) => warningsOf(read(env));

describe('MFA_ROLES', () => {
  it.each([{}, { PUBLIC_URL: 'https://192.0.2.1' }])(
    'warns that nobody can use its roles where there are neither apps nor passkeys: %p',
    (env) => {
      expect(warnings({ MFA_ROLES: 'admin,billing', ...env })).toEqual([
        'nobody can use the roles of MFA_ROLES (admin, billing), since there are no second factors: set DATA_KEY for apps, or PUBLIC_URL with a domain for passkeys',
      ]);
    },
  );

  it.each([
    { MFA_ROLES: 'admin', DATA_KEY },
    { MFA_ROLES: 'admin', PUBLIC_URL: 'https://app.example.com' },
    {},
  ])('is not warned of: %p', (env) => {
    expect(warnings(env)).toEqual([]);
  });
});
