import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** An IPv6 address with a zone and a port, quoted and named, and room. */
const MAX_CHARACTERS = 100;
/** The forms that proxies write: of RFC 7239, section 6, with `for=` and quotes, and `address:port` as Azure has it. */
const NODE = /^(?:for=)?"?(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+|([^"]*))"?$/i;

/**
 * Reads an address as a proxy names it.
 * @returns the address alone, without port and zone; undefined for what holds none, such as `unknown` or a name
 */
export function parseAddress(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const [, bracketed, withPort, bare] = NODE.exec(text.trim()) ?? [];
  const [address = ''] = (bracketed ?? withPort ?? bare ?? '').split('%', 1);
  return isIP(address) === 0 ? undefined : address;
}

/**
 * Gives `req.ip` one form, since people are counted by it. A request whose proxies name no address counts for the
 * connection's, so that an unreadable header does not make one client of everybody behind all proxies.
 */
export function clientAddress(log: Pick<Logger, 'warn'>): RequestHandler {
  let isTold = false;
  return (req, _res, next) => {
    const named = req.ip ?? '';
    const address = parseAddress(named);
    if (address === undefined && !isTold) {
      isTold = true;
      log.warn(
        { named: named.slice(0, MAX_CHARACTERS) },
        'X-Forwarded-For names no address; such requests are counted for the address of the proxy. Make the proxy write the address of its client',
      );
    }
    Object.defineProperty(req, 'ip', { value: address ?? req.socket.remoteAddress });
    next();
  };
}
