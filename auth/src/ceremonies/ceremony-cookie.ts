import { readCookie } from '@latchkey/common/protocol';
import type { Request, Response } from 'express';
import { CEREMONY_LIFE_MS, type Purpose } from './ceremony';

/** 256 bits as base64url. */
const FORM = /^[\w-]{43}$/;

/**
 * The cookies that hold the secrets of ceremonies, one a purpose. Every service of the origin is sent them: a secret opens
 * nothing without the proof that is still due.
 */
export function createCeremonyCookies({ cookieSecure }: { readonly cookieSecure: boolean }) {
  const nameOf = (purpose: Purpose) => `${cookieSecure ? '__Host-' : ''}ceremony-${purpose}`;
  const options = { httpOnly: true, sameSite: 'lax', secure: cookieSecure, path: '/' } as const;

  return {
    /** The secret of the ceremony that this browser is in the middle of; undefined without one. */
    read(req: Request, purpose: Purpose): string | undefined {
      const secret = readCookie(req.headers.cookie, nameOf(purpose));
      return secret !== undefined && FORM.test(secret) ? secret : undefined;
    },

    write(res: Response, purpose: Purpose, secret: string, maxAge = CEREMONY_LIFE_MS): void {
      res.cookie(nameOf(purpose), secret, { ...options, maxAge });
    },

    clear(res: Response, purpose: Purpose): void {
      res.clearCookie(nameOf(purpose), options);
    },
  };
}

export type CeremonyCookies = ReturnType<typeof createCeremonyCookies>;
