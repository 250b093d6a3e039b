import { PUBLIC_HOST } from '../proxy';
import { app, byPlain, CLOSE, COOKIE, exactly, HOST, type Attack, type Attacks } from './attack';

const REPORTS = 'GET /reports/x HTTP/1.1';
const H2C = [
  'Connection: Upgrade, HTTP2-Settings',
  'Upgrade: h2c',
  'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
];

/** Requests that two servers may read in two ways. */
export const LINES: Attacks = [
  ['HTTP/1.0 without a host', exactly('GET /reports/x HTTP/1.0', COOKIE)],
  ['HTTP/1.1 without a host', exactly(REPORTS, COOKIE, CLOSE)],
  ['HTTP/0.9', { who: 'plain', bytes: 'GET /reports/x\r\n' }],
  ['HTTP/2.0 in text', byPlain('GET /reports/x HTTP/2.0')],
  ['two hosts, ours first', exactly(REPORTS, HOST, 'Host: evil.example', COOKIE, CLOSE)],
  ['two hosts, ours last', exactly(REPORTS, 'Host: evil.example', HOST, COOKIE, CLOSE)],
  ...[
    '',
    'evil.example',
    `${PUBLIC_HOST}/public`,
    `${PUBLIC_HOST}:80`,
    `${PUBLIC_HOST}.`,
    PUBLIC_HOST.toUpperCase(),
    `a@${PUBLIC_HOST}`,
    `${PUBLIC_HOST}\\public`,
    `${PUBLIC_HOST}, evil.example`,
  ].map((host): [string, Attack] => [`Host: ${host}`, exactly(REPORTS, `Host: ${host}`, COOKIE, CLOSE)]),
  ['a space behind the method', byPlain('GET  /reports/x HTTP/1.1')],
  ['tabs', byPlain('GET\t/reports/x\tHTTP/1.1')],
  ['two targets', byPlain('GET /public/x /reports/x HTTP/1.1')],
  ['a line before', { who: 'plain', bytes: `\r\n\r\n${byPlain(REPORTS).bytes}` }],
  ['line feeds alone', { who: 'plain', bytes: byPlain(REPORTS).bytes.replaceAll('\r\n', '\n') }],
  ...['get', 'FOO', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PURGE', 'GET\0', 'PRI'].map(
    (method): [string, Attack] => [`by ${JSON.stringify(method)}`, byPlain(`${method} /reports/x HTTP/1.1`)],
  ),
  ['CONNECT', byPlain(`CONNECT ${PUBLIC_HOST}:443 HTTP/1.1`)],
  ['h2c', byPlain(REPORTS, ...H2C)],
  ['h2c, where a user is enough', app(...H2C)],
  ['another protocol', app('Connection: Upgrade', 'Upgrade: tunnel')],
];
