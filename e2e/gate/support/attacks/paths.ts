import { PUBLIC_HOST } from '../proxy';
import { byPlain, type Attacks } from './attack';

/** Ways to /reports that a path may hide. */
export const PATHS: Attacks = [
  ...['/reports', '/reports/', '/reports/x', '//reports/x', '///reports//x', '/./reports/x', '/\\reports/x'],
  ...['/%72eports/x', '/%2freports/x', '/reports%2fx', '/reports%5cx', '/reports/%00', '/reports%3fx'],
  ...['/public/../reports/x', '/public//../reports/x', '/public/x/../../reports/x', '/public/./../reports/x'],
  ...[
    '/public/%2e%2e/reports/x',
    '/public/.%2e/reports/x',
    '/public/..%2freports/x',
    '/public/..%5creports/x',
  ],
  ...[
    '/public/..\\reports\\x',
    '/public\\..\\reports\\x',
    '/public/..;/reports/x',
    '/public/..;a=b/reports/x',
  ],
  ...[
    '/public/%2e%2e;/reports/x',
    '/public/..%00/reports/x',
    '/public/..%0d/reports/x',
    '/public/.. /reports/x',
  ],
  ...['/public/%c0%ae%c0%ae/reports/x', '/public/%uff0e%uff0e/reports/x', '/public/x#/../../reports/x'],
  ...[
    '/app/../reports/x',
    '/guest/..%2Freports/x',
    '/api/users/../../reports/x',
    '/api/users/..%2f..%2freports/x',
  ],
  ...[
    '/_gate/staff',
    '/_gate/guest',
    '//_gate/guest',
    '/_gate/guest/../../reports/x',
    '/staff',
    '/guest',
    '/signed-in/reports/x',
  ],
  ...[`http://${PUBLIC_HOST}/reports/x`, 'http://evil.example/reports/x', `https://${PUBLIC_HOST}/reports/x`],
  ...[
    `http://${PUBLIC_HOST}/public/../reports/x`,
    `http://${PUBLIC_HOST}@evil.example/reports/x`,
    'reports/x',
    '?/reports/x',
    '*',
  ],
].map((target) => [target, byPlain(`GET ${target} HTTP/1.1`)]);
