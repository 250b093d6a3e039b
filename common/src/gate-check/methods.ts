import type { Attempt } from './probe';

/** What a browser sends before it speaks WebSocket (RFC 6455, section 4.1). */
const HANDSHAKE = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'bGF0Y2hrZXktY2hlY2shIQ=='],
] as const;
const EMPTY = [['Content-Length', '0']] as const;
const ELSEWHERE = 'https://attacker.example';

/** Requests of other methods than GET. A proxy may let some of them pass without a question. */
export function otherMethods({ host, port, hostname, protocol }: URL): readonly Attempt[] {
  const authority = port === '' ? `${hostname}:${protocol === 'https:' ? 443 : 80}` : host;
  const preflight = [
    ['Origin', ELSEWHERE],
    ['Access-Control-Request-Method', 'GET'],
  ] as const;
  return [
    { what: 'HEAD', method: 'HEAD', evidence: 'status' },
    { what: 'TRACE', method: 'TRACE', evidence: 'status' },
    { what: 'CONNECT', method: 'CONNECT', target: authority, evidence: 'status' },
    { what: 'OPTIONS', method: 'OPTIONS', evidence: 'content' },
    { what: 'a preflight', method: 'OPTIONS', headers: preflight, evidence: 'content' },
    ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ what: method, method, headers: EMPTY })),
    ...['PROPFIND', 'QUERY', 'LATCHKEY', 'get'].map((method) => ({ what: `the method ${method}`, method })),
    { what: 'a WebSocket handshake', headers: HANDSHAKE, evidence: 'status' },
  ];
}

/**
 * What pages of other origins can make the browser of a user send, with the user's cookies (CSRF, cross-site WebSocket hijacking),
 * and with headers that could hide it from the gate.
 */
export function crossOrigin({ protocol, hostname }: URL): readonly Attempt[] {
  const [, ...parent] = hostname.split('.');
  const sibling = `${protocol}//latchkey-sibling.${parent.length > 1 ? parent.join('.') : hostname}`;
  const from = (origin: string, site: string) =>
    [
      ['Origin', origin],
      ['Sec-Fetch-Site', site],
    ] as const;
  const post = (what: string, ...headers: (readonly [string, string])[]): Attempt => ({
    what: `POST from ${what}`,
    method: 'POST',
    headers: [...EMPTY, ...headers],
  });
  const cross = from(ELSEWHERE, 'cross-site');
  const handshake = (what: string, ...headers: (readonly [string, string])[]): Attempt => ({
    what: `a WebSocket handshake from ${what}`,
    headers: [...HANDSHAKE, ['Sec-Fetch-Mode', 'websocket'], ...headers],
    evidence: 'status',
  });
  return [
    post('another site', ...cross),
    post('another site, without Sec-Fetch-Site', ['Origin', ELSEWHERE]),
    post('a sibling', ...from(sibling, 'same-site')),
    post('a sandboxed frame', ...from('null', 'cross-site')),
    post('another site, with X-Forwarded-Method: GET', ...cross, ['X-Forwarded-Method', 'GET']),
    post('another site, with X-Original-Method: GET', ...cross, ['X-Original-Method', 'GET']),
    post(
      'another site, with its host in X-Forwarded-Host',
      ['Origin', ELSEWHERE],
      ['X-Forwarded-Host', 'attacker.example'],
    ),
    { ...post('another site', ...cross), what: 'DELETE from another site', method: 'DELETE' },
    handshake('another site', ...cross),
    handshake('a sibling', ...from(sibling, 'same-site')),
    handshake(
      'another site, with its host in X-Forwarded-Host',
      ['Origin', ELSEWHERE],
      ['X-Forwarded-Host', 'attacker.example'],
    ),
  ];
}
