import { describe, expect, it } from '@jest/globals';
import { parseCheckFile } from '../../src/gate-check/check-file';

const ENV = { ALLOWED: '__Host-session=secret', BROKEN: 'a=1\r\nX-User-Id: ada' };
const parse = (file: unknown) => parseCheckFile(JSON.stringify(file), ENV);
const URL_OF = { url: 'https://reports.example.com/private/' };

it('a URL needs nothing else', () => {
  expect(parse({ urls: [URL_OF] })).toEqual([
    {
      url: new URL(URL_OF.url),
      connect: undefined,
      letsGuestsIn: false,
      echoes: false,
      handsOn: false,
      marker: undefined,
      openPaths: [],
      allowed: undefined,
      refused: undefined,
    },
  ]);
});

it('cookies come from the environment', () => {
  expect(parse({ urls: [{ ...URL_OF, allowed: 'ALLOWED' }] })[0]).toHaveProperty('allowed', ENV.ALLOWED);
});

describe('a file is refused', () => {
  it.each<[string, unknown, string]>([
    ['without URLs', {}, 'the file must be {"urls": […]}, with 1 to 50 objects'],
    ['with none', { urls: [] }, 'the file must be {"urls": […]}, with 1 to 50 objects'],
    [
      'with too many',
      { urls: Array(51).fill(URL_OF) },
      'the file must be {"urls": […]}, with 1 to 50 objects',
    ],
    ['with texts', { urls: ['https://a.example/'] }, 'the file must be {"urls": […]}, with 1 to 50 objects'],
    [
      'of another scheme',
      { urls: [{ url: 'ftp://a.example/' }] },
      'urls[0]: url must be an http or https URL',
    ],
    ['with credentials', { urls: [{ url: 'https://a:b@c.example/' }] }, 'urls[0]: url must be an http'],
    ['with an unknown field', { urls: [URL_OF, { ...URL_OF, role: 'x' }] }, 'urls[1]: role is no field'],
    [
      'with a URL to connect to',
      { urls: [{ ...URL_OF, connect: 'https://a/' }] },
      'urls[0]: connect must be',
    ],
    [
      'with no port to connect to',
      { urls: [{ ...URL_OF, connect: 'a.example' }] },
      'urls[0]: connect must be',
    ],
    ['with another type', { urls: [{ ...URL_OF, echo: 'yes' }] }, 'urls[0]: echo must be true or false'],
    ['with a text to hand on', { urls: [{ ...URL_OF, handOn: 'yes' }] }, 'urls[0]: handOn must be true'],
    ['with an empty marker', { urls: [{ ...URL_OF, marker: '' }] }, 'urls[0]: marker must be a text'],
    ['with a URL for a path', { urls: [{ ...URL_OF, openPaths: ['assets'] }] }, 'urls[0]: openPaths must be'],
    [
      'with two lines in a path',
      { urls: [{ ...URL_OF, openPaths: ['/a\r\nb'] }] },
      'urls[0]: openPaths must be',
    ],
    ['where guests cannot be seen', { urls: [{ ...URL_OF, guests: true }] }, 'urls[0]: guests needs echo'],
    [
      'without the variable',
      { urls: [{ ...URL_OF, allowed: 'NOBODY' }] },
      'urls[0]: NOBODY must be set to a',
    ],
    [
      'with a cookie for a variable',
      { urls: [{ ...URL_OF, refused: 'a=b' }] },
      'urls[0]: refused must be the name',
    ],
  ])('%s', (_what, file, message) => {
    expect(() => parse(file)).toThrow(message);
  });

  it('that is no JSON', () => {
    expect(() => parseCheckFile('urls: []', ENV)).toThrow('the file is not JSON: ');
  });

  it('with two lines in a variable, which are not repeated', () => {
    const file = { urls: [{ ...URL_OF, allowed: 'BROKEN' }] };
    expect(() => parse(file)).toThrow(
      /^urls\[0\]: BROKEN must be set to a Cookie header, such as name=value$/,
    );
  });

  it('with all that is wrong at once', () => {
    const file = { urls: [{ url: 1 }, { ...URL_OF, guests: 1, marker: 2 }] };
    expect(() => parse(file)).toThrow(/^urls\[0\]: url .+\nurls\[1\]: guests .+\nurls\[1\]: marker .+$/);
  });
});
