import { jest } from '@jest/globals';
import { itWaitsOutAnOutage } from '../../../e2e/support/outage-of-pages';

jest.setTimeout(180_000);

itWaitsOutAnOutage({
  entry: 'examples/web/dist/main.js',
  page: '/',
  form: ['/tickets', { title: 'Concert', price: '20' }],
});
