import { randomBytes } from 'node:crypto';
import { readCookie } from '@latchkey/common/protocol';
import type { Request, Response } from 'express';

const FORM = /^[\w-]{22}$/;

/**
 * The cookie of a browser that was asked for a passkey before anybody signed in: 128 random bits. The challenges of all its tabs are
 * bound to it, so that no other browser can answer them.
 */
export function createPasskeyCookie({ cookieSecure }: { readonly cookieSecure: boolean }) {
  const name = cookieSecure ? '__Host-passkey-challenge' : 'passkey-challenge';

  function read(req: Request): string | undefined {
    const value = readCookie(req.headers.cookie, name);
    return value !== undefined && FORM.test(value) ? value : undefined;
  }

  return {
    read,

    /** Makes the browser keep its secret, or gives it one. @param maxAge ms */
    keep(req: Request, res: Response, maxAge: number): string {
      const value = read(req) ?? randomBytes(16).toString('base64url');
      const options = { httpOnly: true, sameSite: 'lax', secure: cookieSecure, path: '/', maxAge } as const;
      res.cookie(name, value, options);
      return value;
    },
  };
}

export type PasskeyCookie = ReturnType<typeof createPasskeyCookie>;
