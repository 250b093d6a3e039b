import { jest } from '@jest/globals';
import { itWaitsOutAnOutage } from '../../e2e/support/outage-of-pages';

jest.setTimeout(180_000);

itWaitsOutAnOutage({
  entry: 'pages/dist/main.js',
  page: '/account',
  form: ['/account/password', { newPassword: 'another passphrase' }],
});
