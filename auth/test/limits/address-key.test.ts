import { expect, it } from '@jest/globals';
import { addressKey } from '../../src/limits/address-key';

it.each([
  ['an IPv4 address counts by itself', '203.0.113.7', '203.0.113.7'],
  ['an IPv4 address that was mapped into IPv6 counts as itself', '::ffff:203.0.113.7', '203.0.113.7'],
  ['the same in hexadecimal', '::ffff:cb00:7107', '203.0.113.7'],
  ['an IPv6 address counts as its /56', '2001:db8:1:2:3:4:5:6', '20010db8000100'],
  ['however its zeros are written', '2001:0db8:0001:00ff::1', '20010db8000100'],
  ['however its letters are written', '2001:DB8:1:2::ABCD', '20010db8000100'],
  ['with a zone', 'fe80::1%eth0', 'fe800000000000'],
  ['the loopback address', '::1', '00000000000000'],
  ['what is no address', 'somewhere', 'unknown'],
  ['nothing', '', 'unknown'],
])('%s: %s is %s', (_what, address, key) => {
  expect(addressKey(address)).toBe(key);
});

it('tells neighbouring networks apart', () => {
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:102::1'));
  expect(addressKey('203.0.113.7')).not.toBe(addressKey('203.0.113.8'));
});
