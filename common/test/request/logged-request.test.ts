import { describe, expect, it } from '@jest/globals';
import { loggedPath } from '../../src/server';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('what is logged of a request target', () => {
  it.each([
    ['/api/users/sessions', '/api/users/sessions'],
    ['/api/users?email=canary', '/api/users'],
    ['/a#canary', '/a'],
    ['http://user:canary@host/path?q=canary#canary', '/path'],
    ['HTTPS://user:canary@host:8443/path', '/path'],
    ['coap+tcp://user:canary@host/path', '/path'],
    ['http://user:canary@host', '/'],
    ['http://user:canary@host?canary', '/'],
    ['//user:canary@host/path', '/path'],
    ['//user:canary@host', '/'],
    ['/proxy/http://user:canary@host/path', '/proxy/http://…/path'],
    ['/proxy/http%3A%2F%2Fuser%3Acanary%40host/path', '/proxy/…/path'],
    ['/users/canary@example.com', '/users/…'],
    ['user:canary@host:443', 'unknown'],
    ['host:443', 'unknown'],
    ['mailto:canary@example.com', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    ['?canary', 'unknown'],
    ['*', '*'],
    ['/', '/'],
    [`/api/users/refresh/${TOKEN}`, '/api/users/refresh/eyJhbGci…'],
    ['/api/users/674445a0f2a9c0b7d8e1f203/ban', '/api/users/674445a0f2a9c0b7d8e1f203/ban'],
    ['/api/users/sessions/AAAAAAAAAAAAAAAAAAAAAA', '/api/users/sessions/AAAAAAAAAAAAAAAAAAAAAA'],
  ])('%s is %s', (target, path) => {
    expect(loggedPath(target)).toBe(path);
  });

  it.each(['/'.repeat(20_000), '/a'.repeat(10_000), `/${'a'.repeat(20_000)}`, '//@'.repeat(7_000)])(
    'is bounded',
    (target) => expect(loggedPath(target).length).toBeLessThanOrEqual(201),
  );
});
