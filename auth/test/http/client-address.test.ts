import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAddress } from '../../src/http/client-address';
import { startAuth, type TestAuth } from '../support/auth-service';
import { collectLogs } from '../support/logs';
import { newEmail, PASSWORD } from '../support/people';
import { expectTooMany } from '../support/problems';

describe('an address as a proxy names it', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5:49152', '203.0.113.5'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['"[2001:db8::1]:4711"', '2001:db8::1'],
    ['for=192.0.2.60', '192.0.2.60'],
    ['For="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
    ['for="192.0.2.60:80"', '192.0.2.60'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:203.0.113.5', '::ffff:203.0.113.5'],
    [' 203.0.113.5 ', '203.0.113.5'],
  ])('%j is %s', (text, address) => expect(parseAddress(text)).toBe(address));

  it.each([
    '',
    'unknown',
    '_hidden',
    'for=_gazonk',
    'somewhere',
    '203.0.113.5:80:90',
    '1',
    '0x7f.1',
    '[',
    '[]',
    '""',
  ])('%j names none', (text) => expect(parseAddress(text)).toBeUndefined());

  it('is not looked for in what is longer than any', () => {
    expect(parseAddress(`${'['.repeat(8000)}203.0.113.5`)).toBeUndefined();
  });
});

describe('people behind proxies', () => {
  const { lines, stream } = collectLogs();
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ REQUESTS_PER_ADDRESS: '2/1m' }, stream);
  });
  afterAll(() => auth.stop());

  const signIn = (forwardedFor: string) =>
    auth
      .request()
      .post('/api/users/signin')
      .set('X-Forwarded-For', forwardedFor)
      .send({ email: newEmail(), password: PASSWORD });

  it('are counted each by their own address, whatever the port', async () => {
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      for (const port of [1, 2]) await signIn(`${address}:${port}`).expect(400);
    expectTooMany(await signIn('203.0.113.1:3'));
    await signIn('[2001:db8::1]:80').expect(400);
  });

  it('are counted by the connection where none is named, which is told once', async () => {
    for (const name of ['unknown', '_hidden']) await signIn(name).expect(400);
    expectTooMany(await signIn('somewhere'));
    expectTooMany(await signIn('127.0.0.1'));
    expect(lines.filter(({ named }) => named !== undefined)).toEqual([
      expect.objectContaining({
        level: 40,
        named: 'unknown',
        msg: expect.stringContaining('names no address'),
      }),
    ]);
  });
});
