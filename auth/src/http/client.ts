import type { Request } from 'express';
import type { ClientInfo } from '../sessions/session';

const MAX_USER_AGENT_CHARACTERS = 256;

/** More than an IPv6 address has, with the name of its interface. */
const MAX_ADDRESS_CHARACTERS = 64;

/** The address that a request counts for; empty where a proxy names none, or a text that is too long to be one. */
export function addressOf({ ip = '' }: Request): string {
  return ip.length > MAX_ADDRESS_CHARACTERS ? '' : ip;
}

/** What a session remembers of where it is used. */
export function clientOf(req: Request): ClientInfo {
  const userAgent = (req.get('user-agent') ?? '').slice(0, MAX_USER_AGENT_CHARACTERS);
  return { userAgent, ip: addressOf(req) };
}
