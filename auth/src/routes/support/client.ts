import type { Request } from 'express';
import type { Client } from '../../sessions/session';

const MOST_USER_AGENT_CHARACTERS = 256;

/** The address that a request counts for. */
export function addressOf(req: Request): string {
  return req.ip ?? '';
}

/** What a session remembers of where it is used. */
export function clientOf(req: Request): Client {
  const userAgent = (req.get('user-agent') ?? '').slice(0, MOST_USER_AGENT_CHARACTERS);
  return { userAgent, ip: addressOf(req) };
}
