import type { Ask } from './ask';
import type { Who } from './people';
import { PUBLIC_URL } from './proxy';

/** Somebody asks for something; the verdict is that of every proxy, and of a service on the library. */
export interface Situation {
  readonly who: Who;
  /** Without the credentials. */
  readonly ask: Ask;
  /** In the words of `verdictOf`. */
  readonly verdict: string;
  /** What has the token: the cookie, unless given. */
  readonly by?: 'bearer' | undefined;
}

type Headers = NonNullable<Ask['headers']>;

const situation = (who: Who, ask: Ask, verdict: string, by?: 'bearer'): Situation => ({
  ...{ who, ask, verdict, by },
});
const get = (path: string, headers: Headers = {}): Ask => ({ path, headers });
const post = (headers: Headers): Ask => ({ path: '/app/x', method: 'POST', headers });
const open = (headers: Headers): Ask => ({ path: '/app/live', upgrade: true, headers });

const SIBLING = 'https://sibling.example.com';
const FROM_SIBLING = { Origin: SIBLING, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' };
const FROM_OWN = { Origin: PUBLIC_URL, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' };
/** Of a browser without Fetch Metadata. */
const FROM_OLD_SIBLING = { Origin: SIBLING };
const AS_WEBSOCKET = { 'Sec-Fetch-Mode': 'websocket', 'Sec-Fetch-Dest': 'websocket' };

const policies = {
  'a user, where a user is enough': situation('plain', get('/app/x'), 'in as plain'),
  'staff, where it takes the role': situation('staff', get('/reports/x'), 'in as staff'),
  'a user, where all are welcome': situation('plain', get('/guest/x'), 'in as plain'),
  'nobody, where all are welcome': situation('nobody', get('/guest/x'), 'in as nobody'),
  'a forged token, where all are welcome': situation('forged', get('/guest/x'), 'in as nobody'),
  'an expired token, where all are welcome': situation('expired', get('/guest/x'), 'in as nobody'),
  'a user, where nothing is asked': situation('plain', get('/public/x'), 'in as nobody'),
  'nobody, where it takes a user': situation('nobody', get('/app/x'), '401'),
  'nobody, where it takes the role': situation('nobody', get('/reports/x'), '401'),
  'a forged token': situation('forged', get('/reports/x'), '401'),
  'an expired token': situation('expired', get('/app/x'), '401'),
  'a user without the role': situation('plain', get('/reports/x'), '403'),
  'a proof that is too old': situation('stale', get('/reports/x'), '401 insufficient_user_authentication'),
  'a bearer token': situation('staff', get('/reports/x'), 'in as staff', 'bearer'),
  'a forged bearer token': situation('forged', get('/app/x'), '401', 'bearer'),
  'a bearer token without the role': situation('plain', get('/reports/x'), '403', 'bearer'),
  'a good cookie beside a bad bearer token': situation(
    ...(['plain', get('/app/x', { Authorization: 'Bearer nonsense' }), '401'] as const),
  ),
  'a path that no policy has': situation('staff', get('/elsewhere/x'), '404'),
} satisfies Record<string, Situation>;

const OTHER_PATH = '/public/x';
const choices = {
  'a query that asks for another policy': situation(
    ...(['plain', get('/reports/x?optional&role=plain&policy=guest&maxAge=99d'), '403'] as const),
  ),
  'a query that asks to be let in': situation('nobody', get('/app/x?optional=true'), '401'),
  'a path that ends in the name of a policy': situation('plain', get('/reports/guest'), '403'),
  'a doubled slash': situation('plain', get('/app//x'), 'in as plain'),
  'headers that name another path': situation(
    'plain',
    get('/reports/x', {
      'X-Original-URL': OTHER_PATH,
      'X-Original-URI': OTHER_PATH,
      'X-Rewrite-URL': OTHER_PATH,
      'X-Forwarded-Uri': OTHER_PATH,
      'X-Forwarded-Path': OTHER_PATH,
      'X-Forwarded-Prefix': '/public',
      'X-Envoy-Original-Path': OTHER_PATH,
      'X-Accel-Redirect': OTHER_PATH,
    }),
    '403',
  ),
} satisfies Record<string, Situation>;

const origins = {
  'POST from the own origin': situation('plain', post(FROM_OWN), 'in as plain'),
  'POST from a program': situation('plain', post({}), 'in as plain'),
  'POST from a sibling': situation('plain', post(FROM_SIBLING), '401'),
  'POST from a sibling, without Fetch Metadata': situation('plain', post(FROM_OLD_SIBLING), '401'),
  'POST from a page without an origin': situation('plain', post({ Origin: 'null' }), '401'),
  'POST from another site': situation('plain', post({ 'Sec-Fetch-Site': 'cross-site' }), '401'),
  'POST from a sibling, by bearer token': situation('plain', post(FROM_SIBLING), 'in as plain', 'bearer'),
  'GET from a sibling': situation('plain', get('/app/x', FROM_SIBLING), 'in as plain'),
  'OPTIONS from a sibling': situation(
    'plain',
    { ...get('/app/x', FROM_SIBLING), method: 'OPTIONS' },
    'in as plain',
  ),
  'DELETE from a sibling': situation('plain', { ...post(FROM_SIBLING), method: 'DELETE' }, '401'),
  'POST from a sibling that claims to be a GET': situation(
    'plain',
    post({
      ...FROM_SIBLING,
      'X-Forwarded-Method': 'GET',
      'X-Original-Method': 'GET',
      'X-HTTP-Method-Override': 'GET',
      'X-HTTP-Method': 'GET',
    }),
    '401',
  ),
  'POST from a sibling that claims to be the host': situation(
    'plain',
    post({
      ...FROM_OLD_SIBLING,
      'X-Forwarded-Host': 'sibling.example.com',
      Forwarded: 'host=sibling.example.com;proto=https',
      'X-Host': 'sibling.example.com',
      'X-Original-Host': 'sibling.example.com',
    }),
    '401',
  ),
} satisfies Record<string, Situation>;

const websockets = {
  'a websocket from the own origin': situation(
    ...(['plain', open({ ...FROM_OWN, ...AS_WEBSOCKET }), 'websocket as plain'] as const),
  ),
  'a websocket from the own origin, without Fetch Metadata': situation(
    ...(['plain', open({ Origin: PUBLIC_URL }), 'websocket as plain'] as const),
  ),
  'a websocket of a program': situation('plain', open({}), 'websocket as plain'),
  'a websocket of nobody': situation('nobody', open({ Origin: PUBLIC_URL }), '401'),
  'a websocket from a sibling': situation('plain', open({ ...FROM_SIBLING, ...AS_WEBSOCKET }), '401'),
  'a websocket from a sibling, without Fetch Metadata': situation('plain', open(FROM_OLD_SIBLING), '401'),
  'a websocket from a sibling that claims to be the host': situation(
    ...(['plain', open({ ...FROM_OLD_SIBLING, 'X-Forwarded-Host': 'sibling.example.com' }), '401'] as const),
  ),
} satisfies Record<string, Situation>;

export const situations = { ...policies, ...choices, ...origins, ...websockets };

/** What tests are named by, and what a proxy's differing verdicts are. */
export type SituationName = keyof typeof situations;
