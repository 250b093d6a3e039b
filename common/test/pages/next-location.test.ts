import { describe, expect, it } from '@jest/globals';
import { nextLocation } from '../../src/pages';

const origins = ['https://app.example.com', 'http://localhost:3000', 'https://*.example.org'];
const next = (asked: string | null | undefined) => nextLocation(asked, { fallback: '/account', origins });

describe('nextLocation', () => {
  it.each([
    ['/', '/'],
    ['/tickets?a=b', '/tickets?a=b'],
    ['/a/../b', '/b'],
    ['/https://evil.example', '/https://evil.example'],
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://app.example.com/tickets?a=b#c', 'https://app.example.com/tickets?a=b#c'],
    ['https://app.example.com:443/', 'https://app.example.com/'],
    ['HTTPS://app.example.com/'.toLowerCase(), 'https://app.example.com/'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
  ])('leads to %j', (asked, expected) => {
    expect(next(asked)).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    'tickets',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '///evil.example',
    'https://evil.example/',
    'https:evil.example',
    'https:///app.example.com',
    'https:/app.example.com',
    'https://app.example.com@evil.example/',
    'https://app.example.com:443@evil.example/',
    'https://app.example.com\\@evil.example/',
    'https://app.example.com.evil.example/',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'https://APP.example.com.evil.example',
    'https://a.example.org/',
    'https://*.example.org/',
    'https://app.example.com\t.evil.example/',
    ' https://app.example.com/',
    'https://app.example.com/\n',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'a'.repeat(4_096)}`,
    `https://${'a'.repeat(400)}/`,
  ])('does not lead to %j', (asked) => {
    expect(next(asked)).toBe('/account');
  });

  it('leads nowhere else without origins, and to the start page without a fallback', () => {
    expect(nextLocation('https://app.example.com/')).toBe('/');
  });
});
