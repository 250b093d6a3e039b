import { createHash, randomBytes } from 'node:crypto';
import { readCookie } from '@latchkey/common/protocol';
import type { Request, Response } from 'express';

/** What browsers keep a cookie for at most (RFC 6265bis, section 5.5). */
const MAX_AGE_MS = 400 * 24 * 60 * 60_000;
const FORM = /^[\w-]{22}$/;

/** A device by its cookie's value, and by what an account has of it. */
export interface Device {
  readonly value: string;
  readonly hash: string;
}

/**
 * The cookie that a device keeps when it has signed in, also after signing out: 128 random bits. It signs nobody in. An
 * account has the hashes of its devices, so a guess from one of them does not count as a stranger's.
 */
export function createDeviceCookie({ cookieSecure }: { readonly cookieSecure: boolean }) {
  const name = cookieSecure ? '__Host-device' : 'device';

  function valueOf(req: Request): string | undefined {
    const value = readCookie(req.headers.cookie, name);
    return value !== undefined && FORM.test(value) ? value : undefined;
  }

  return {
    /** The hash of this browser's cookie; undefined when it has none. */
    read(req: Request): string | undefined {
      const value = valueOf(req);
      return value === undefined ? undefined : hashOf(value);
    },

    /** The device that this browser is: the one of its cookie, or a new one. */
    deviceOf(req: Request): Device {
      const value = valueOf(req) ?? randomBytes(16).toString('base64url');
      return { value, hash: hashOf(value) };
    },

    /** Makes this browser keep its device. */
    write(res: Response, { value }: Device): void {
      res.cookie(name, value, {
        httpOnly: true,
        sameSite: 'lax',
        secure: cookieSecure,
        path: '/',
        maxAge: MAX_AGE_MS,
      });
    },
  };
}

export type DeviceCookie = ReturnType<typeof createDeviceCookie>;

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
