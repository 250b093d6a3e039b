import { describe, expect, it } from '@jest/globals';
import { check, triedIn } from '../support/gate-check';
import type { Hole } from '../support/guarded-proxy';

describe('what is open is found', () => {
  const isNot = (name: RegExp) => (header: string) => !name.test(header);

  it.each<[string, Hole, string[]]>([
    [
      'the client’s X_User_* arrive',
      { handsOn: isNot(/^x-user-/) },
      ['X_User_* with underscores', 'X-User_* with one underscore', 'X.User.* with dots'],
    ],
    [
      'the client’s X.User.* arrive in a list',
      { tellsRaw: true, handsOn: isNot(/^x[-_]user[-_]/) },
      ['X.User.* with dots'],
    ],
    ['the client’s X.User.* arrive', { handsOn: isNot(/^x[-_]user[-_]/) }, ['X.User.* with dots']],
    [
      'Connection takes X-User-Id away',
      { dropsHopByHop: true },
      [
        'X-User-* that Connection declares hop-by-hop',
        'spoofed X-User-* that Connection declares hop-by-hop',
      ],
    ],
    ['a user without the role enters', { takesEverybody: true }, ['the URL as it is']],
    ['a query switches the question off', { passes: (req) => /[?&]optional/.test(req.url!) }, ['?optional']],
    [
      'X-Forwarded-Uri decides',
      { passes: ({ headers }) => headers['x-forwarded-uri'] !== undefined },
      ['X-Forwarded-Uri: /latchkey-check/'],
    ],
    [
      'another Host is not asked about',
      { passes: ({ headers }) => headers.host === 'localhost' },
      ['Host: localhost'],
    ],
    [
      'X-Forwarded-Method decides',
      { passes: ({ headers }) => headers['x-forwarded-method'] === 'OPTIONS' },
      ['X-Forwarded-Method: OPTIONS'],
    ],
    [
      'only the spelled path is asked about',
      { passes: ({ url }) => !url!.startsWith('/private/') },
      ['a doubled slash', 'an encoded letter', 'a whole URL', 'encoded dots behind /latchkey-check/'],
    ],
    ['HEAD passes', { passes: ({ method }) => method === 'HEAD' }, ['HEAD']],
    ['only GET is asked about', { passes: ({ method }) => method !== 'GET' }, ['TRACE', 'POST', 'DELETE']],
    [
      'a handshake passes',
      { passes: ({ headers }) => headers.upgrade !== undefined },
      ['a WebSocket handshake'],
    ],
    [
      'a token without a signature passes',
      { passes: ({ headers }) => /\.\.?$/.test(headers.authorization ?? '') },
      ['a bearer token without a signature'],
    ],
    [
      'other sites write',
      { takesCrossOrigin: () => true },
      ['POST from another site', 'POST from a sibling', 'DELETE from another site'],
    ],
    [
      'siblings shake hands',
      {
        takesCrossOrigin: ({ headers }) =>
          headers.upgrade !== undefined && headers['sec-fetch-site'] === 'same-site',
      },
      ['a WebSocket handshake from a sibling'],
    ],
    [
      'X-Forwarded-Host makes another site one’s own',
      {
        takesCrossOrigin: ({ headers }) =>
          headers.origin === `https://${String(headers['x-forwarded-host'])}`,
      },
      ['POST from another site'],
    ],
    ['the client is told the identity', { tellsIdentity: true }, ['X-User-*']],
  ])('%s', async (_what, hole, expected) => {
    const { open, undecided } = await check(hole);
    expect(undecided).toEqual([]);
    expect(triedIn(open)).toEqual(expect.arrayContaining(expected));
  });
});
