import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, UnavailableError } from '../../src/index';
import { clientAddress, createPages, type PagesOptions } from '../../src/pages';
import { startPageServer } from '../support/page-server';
import { open } from '../support/page-visits';

describe('createPages', () => {
  it.each([
    [{ authUrl: 'auth-srv:3000' }, 'authUrl must be an origin'],
    [{ authUrl: 'http://auth-srv:3000/path' }, 'authUrl must be an origin'],
    [{ authUrl: 'http://user:password@auth-srv:3000' }, 'authUrl must be an origin'],
    [{ accounts: { origin: 'https://a.example/', returnOrigin: 'https://b.example' } }, 'accounts.origin'],
    [{ accounts: { origin: 'https://*.a.example', returnOrigin: 'https://b.example' } }, 'accounts.origin'],
    [{ accounts: { origin: 'https://a.example', returnOrigin: '/tickets' } }, 'accounts.returnOrigin'],
    [{ accounts: { origin: 'https://a.example', returnOrigin: 'https://a.example' } }, 'another origin'],
    [{ signInPath: 'signin' }, 'signInPath must be a path'],
    [{ signInPath: '//evil.example' }, 'signInPath must be a path'],
    [{ signInPath: '/signin?next=/' }, 'signInPath must be a path'],
    [{ stepUpPath: '//evil.example' }, 'stepUpPath must be a path'],
  ])('refuses %j, and repeats no password', (options: Partial<PagesOptions>, what) => {
    const make = () => createPages({ authUrl: 'http://auth-srv:3000', ...options });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(what);
    expect(make).not.toThrow('password@');
  });
});

describe('the options', () => {
  it('make Secure cookies with a prefix, an error page and its words', async () => {
    const pages = await startPageServer((visit) => new Response(visit.arriveSignedIn().id), {
      cookieSecure: true,
      authenticate: () => Promise.resolve({ failure: 'token_expired' }),
    });
    const answer = await open(`${pages.url}/`);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-notice=[\w-]+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    pages.stop();
  });

  it('bring an error page and words of one’s own', async () => {
    const pages = await startPageServer((visit) => new Response(visit.arriveSignedIn().id), {
      authenticate: () => Promise.reject(new UnavailableError()),
      texts: { unknownVisitor: 'Wer ist da?', titles: { 503: 'Moment' } },
      errorPage: ({ status, title, message, visit }) =>
        `${status} ${title}: ${message} (${visit?.user?.email ?? 'nobody'})`,
    });
    const answer = await open(`${pages.url}/`);
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      503,
      '5',
      '503 Moment: Wer ist da? (nobody)',
    ]);
    pages.stop();
  });
});

describe('clientAddress', () => {
  it.each([
    [0, '203.0.113.7', '10.0.0.1'],
    [1, undefined, '10.0.0.1'],
    [1, '203.0.113.7', '203.0.113.7'],
    [1, 'made up, 203.0.113.7', '203.0.113.7'],
    [2, 'made up, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    [3, '203.0.113.7', '203.0.113.7'],
    [1, 'made up, ', '10.0.0.1'],
  ])('behind %i proxies that say %j is %s', (trustProxy, forwardedFor, expected) => {
    expect(clientAddress({ remoteAddress: '10.0.0.1', forwardedFor }, trustProxy)).toBe(expected);
  });
});
