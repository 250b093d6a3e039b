import ipaddr from 'ipaddr.js';

const SUBSCRIBER_PARTS = 4;

/**
 * What a client's address counts as: an IPv4 address itself, an IPv6 address its /64, since one subscriber has at
 * least that many.
 */
export function addressKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6
    ? address.parts
        .slice(0, SUBSCRIBER_PARTS)
        .map((part) => part.toString(16))
        .join(':')
    : address.toString();
}
