import { describe, expect, it } from '@jest/globals';
import { createAuthentication, type RequestLike } from '../../src/index';
import { asBearer, asCookie, SECRET, token } from '../support/tokens';

const { authenticate } = createAuthentication({ jwtKey: SECRET });
const URL = 'https://app.example.com/tickets';
const cookie = asCookie(token());

const outcomeOf = async (req: RequestLike) => {
  const { user, failure } = await authenticate(req);
  return user ? 'somebody' : failure;
};

/** The same request in each form that a framework has it in. */
const forms: [name: string, make: (method: string, headers: Record<string, string>) => RequestLike][] = [
  ["Node's", (method, headers) => ({ method, headers })],
  ['a fetch Request', (method, headers) => new Request(URL, { method, headers })],
  ['a method and fetch Headers', (method, headers) => ({ method, headers: new Headers(headers) })],
];

describe.each(forms)('%s', (_name, make) => {
  it.each([
    ['GET', { cookie }, 'somebody'],
    ['GET', { authorization: asBearer(token()) }, 'somebody'],
    ['GET', {}, 'token_missing'],
    ['GET', { cookie: asCookie('x.y.z') }, 'token_invalid'],
    ['GET', { cookie, 'sec-fetch-site': 'cross-site' }, 'somebody'],
    ['POST', { cookie, 'sec-fetch-site': 'same-origin' }, 'somebody'],
    ['POST', { cookie, 'sec-fetch-site': 'same-site' }, 'token_missing'],
    ['POST', { cookie, origin: 'https://evil.example', host: 'app.example.com' }, 'token_missing'],
    ['POST', { cookie, origin: 'https://app.example.com', host: 'app.example.com' }, 'somebody'],
    ['GET', { cookie, 'sec-fetch-site': 'same-site', 'sec-websocket-key': 'x' }, 'token_missing'],
  ])('%s %j is %s', async (method, headers, outcome) => {
    expect(await outcomeOf(make(method, headers as Record<string, string>))).toBe(outcome);
  });
});

describe('headers without a method', () => {
  it.each([
    [{ cookie }, 'somebody'],
    [{ cookie, 'sec-fetch-site': 'same-origin' }, 'somebody'],
    [{ cookie, 'sec-fetch-site': 'none' }, 'somebody'],
    [{ cookie, 'sec-fetch-site': 'same-site' }, 'token_missing'],
    [{ cookie, 'sec-fetch-site': 'cross-site' }, 'token_missing'],
  ])('count as an unsafe request: %j is %s', async (headers, outcome) => {
    const given = headers as Record<string, string>;
    expect(await outcomeOf(new Headers(given))).toBe(outcome);
    expect(await outcomeOf({ headers: given })).toBe(outcome);
    expect(await outcomeOf({ headers: new Headers(given) })).toBe(outcome);
  });
});

it('a header that is called get is no Headers', async () => {
  expect(await outcomeOf({ method: 'GET', headers: { get: 'x', cookie } })).toBe('somebody');
});
