import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NAVIGATION, open, post } from '../support/page-visits';
import { startPageServer, type PageServer } from '../support/page-server';

let pages: PageServer;
let ofScripts: PageServer;
beforeAll(async () => {
  const page = () => new Response('taken');
  pages = await startPageServer(page, { trustedOrigins: ['https://app.example'] });
  ofScripts = await startPageServer(page, { takesFormsOfScripts: true });
});
afterAll(() => {
  pages.stop();
  ofScripts.stop();
});

describe('a form', () => {
  it.each([
    ['of its own page', NAVIGATION, 200],
    ['of its own page, behind TLS, from an older browser', { origin: 'https://%' }, 200],
    ['of no browser', {}, 200],
    ['of a trusted site', { origin: 'https://app.example', 'sec-fetch-site': 'same-site' }, 200],
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['of a neighbour', { origin: 'https://%', 'sec-fetch-site': 'same-site' }, 403],
    ['of another site, from an older browser', { origin: 'https://evil.example' }, 403],
    ['of nowhere', { origin: 'null' }, 403],
    ['of a script of this origin', { ...NAVIGATION, 'sec-fetch-dest': 'empty' }, 403],
    ['of a frame of this origin', { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }, 403],
  ])('%s', async (_what, headers: Record<string, string>, status) => {
    const sent = {
      ...headers,
      ...(headers.origin && { origin: headers.origin.replace('%', hostOf(pages)) }),
    };
    const answer = await post(pages.url, { a: 'b' }, '', sent);
    expect(answer.status).toBe(status);
    if (status === 403) expect(await answer.text()).toContain('<h1>This is not for you</h1>');
  });

  it('of a script is taken where a framework sends them', async () => {
    expect((await post(ofScripts.url, {}, '', { ...NAVIGATION, 'sec-fetch-dest': 'empty' })).status).toBe(
      200,
    );
  });

  it.each([
    ['compressed', { ...NAVIGATION, 'content-encoding': 'gzip' }, { a: 'b' }, 415],
    ['huge', NAVIGATION, { a: 'x'.repeat(20_000) }, 413],
  ])('that is %s is refused', async (_what, headers: Record<string, string>, fields, status) => {
    expect((await post(pages.url, fields, '', headers)).status).toBe(status);
  });

  it.each([
    ['PUT', 'application/x-www-form-urlencoded', 405],
    ['DELETE', undefined, 405],
    ['POST', 'application/json', 415],
    ['POST', 'multipart/form-data; boundary=x', 415],
    ['POST', undefined, 415],
  ])('by %s of type %s is %i', async (method, type, status) => {
    const headers = type === undefined ? undefined : { 'content-type': type };
    const answer = await fetch(pages.url, { method, ...(headers && { headers, body: '{}' }) });
    expect(answer.status).toBe(status);
  });
});

it.each([
  ['whose parsing is much work', '%CD%85%D6%9A'.repeat(1_000)],
  ['that is none', '%'],
  ['of 254 characters', 'a.'.repeat(127)],
])('a host %s is refused', async (_what, host) => {
  const [answer] = (await once(get(pages.url, { headers: { host } }), 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(400);
});

it('a page itself may be asked for from anywhere', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
  expect((await open(pages.url, '', headers)).status).toBe(200);
});

function hostOf({ url }: PageServer): string {
  return new URL(url).host;
}
