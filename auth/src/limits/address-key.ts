import ipaddr from 'ipaddr.js';

/** What one line gets: commonly a /56, which is 256 networks (RIPE-690). */
const SUBSCRIBER_BITS = 56;

/**
 * What a client's address counts as: an IPv4 address itself, an IPv6 address its /56, since one subscriber has
 * that many.
 */
export function addressKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return address
    .toByteArray()
    .slice(0, SUBSCRIBER_BITS / 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
