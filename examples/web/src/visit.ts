import { authenticate, type TokenFailure } from '@latchkey/common';
import { createClient, forwardSession, type Client, type User } from '@latchkey/common/client';
import type { Request, Response } from 'express';

const FIVE_MINUTES = 300;

/** What a page may know of the request that it is made for, and whom it may ask on its behalf. */
export interface Visit {
  /** Who it is, by the access token alone. */
  readonly user: User | undefined;
  /** Why it is nobody. */
  readonly failure: TokenFailure | undefined;
  /** Whether the access token is about to expire, too soon to fill in a form. */
  readonly endsSoon: boolean;
  readonly auth: Client;
  readonly tickets: Client;
  /** What scripts of the page have to carry (Content Security Policy). */
  readonly nonce: string;
}

/** Where the services behind the pages are. */
export interface Services {
  readonly authUrl: string;
  readonly ticketsUrl: string;
}

/** Makes the visit of a request. The cookies that a service sets for it go into its answer by themselves. */
export function createVisit({ authUrl, ticketsUrl }: Services, req: Request, res: Response): Visit {
  const { user, claims, failure } = authenticate(req);
  const headers = new Headers(req.headers as Record<string, string>);
  const session = {
    ...forwardSession({ headers }, { clientAddress: req.ip }),
    keepCookies: (answer: globalThis.Response) =>
      void res.append('Set-Cookie', answer.headers.getSetCookie()),
  };
  return {
    user,
    failure,
    endsSoon: claims !== undefined && endsSoon(claims),
    auth: createClient({ baseUrl: authUrl, session }),
    tickets: createClient({ baseUrl: ticketsUrl, session }),
    nonce: res.locals.nonce as string,
  };
}

/** Half of a short life is enough, or a renewed token would be one that ends soon, too. */
function endsSoon({ iat, exp }: { readonly iat: number; readonly exp: number }): boolean {
  return exp - Date.now() / 1000 < Math.min(FIVE_MINUTES, (exp - iat) / 2);
}
