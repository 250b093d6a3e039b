import { authenticate, UnavailableError, type Authentication, type TokenFailure } from '@latchkey/common';
import { createClient, forwardSession, type Client, type CurrentUser } from '@latchkey/common/client';
import { sessionDigest } from '@latchkey/common/server';
import type { Request, Response } from 'express';
import { invitationCookie, type InvitationCookie } from './invitation-cookie';
import { noticeCookie, type NoticeCookie } from './notice-cookie';
import { refusedCookie } from './refused-cookie';

const FIVE_MINUTES = 300;

/** Everybody, who was invited, or nobody; the auth service decides, and pages show no link that leads nowhere. */
export type SignUp = 'open' | 'invite' | 'closed';

/** What a page may know of the request that it is made for, and whom it may ask on its behalf. */
export interface Visit {
  /** Who it is, by the access token alone. */
  readonly user: CurrentUser | undefined;
  /** Why it is nobody; `unavailable` when that cannot be known (ON_OUTAGE=deny). */
  readonly failure: TokenFailure | 'unavailable' | undefined;
  /** Whether the access token is about to expire, too soon to fill in a form. */
  readonly endsSoon: boolean;
  /** Tells one session cookie from the next, and nothing about either. */
  readonly sessionDigest: string;
  /** Whether the auth service has refused to renew this session cookie: its owner counts as signed out. */
  readonly isRefused: boolean;
  /** What the page before this one left for it. */
  readonly notices: NoticeCookie;
  /** The invitation that this browser came by; only the page that takes it is sent it. */
  readonly invitation: InvitationCookie;
  /** Who may sign up. */
  readonly signUp: SignUp;
  readonly auth: Client;
  readonly tickets: Client;
  /** What scripts of the page have to carry (Content Security Policy). */
  readonly nonce: string;
}

/** Where the services behind the pages are, and whether browsers come by https. */
export interface VisitSettings {
  readonly authUrl: string;
  readonly ticketsUrl: string;
  readonly isSecure: boolean;
  readonly signUp: SignUp;
}

/** Makes the visit of a request. The cookies that a service sets for it go into its answer by themselves. */
export async function createVisit(settings: VisitSettings, req: Request, res: Response): Promise<Visit> {
  const digest = sessionDigest(req.headers.cookie);
  const isRefused = digest !== '' && refusedCookie(req, res, settings.isSecure).digest === digest;
  const { user, claims, failure } = isRefused ? SIGNED_OUT : await whoIs(req);
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
    sessionDigest: digest,
    isRefused,
    notices: noticeCookie(req, res, settings.isSecure),
    invitation: invitationCookie(req, res, settings.isSecure),
    signUp: settings.signUp,
    auth: createClient({ baseUrl: settings.authUrl, session }),
    tickets: createClient({ baseUrl: settings.ticketsUrl, session }),
    nonce: res.locals.nonce as string,
  };
}

type Judged = Authentication | { failure: 'unavailable'; user?: never; claims?: never };

const SIGNED_OUT: Judged = { failure: 'token_missing' };

/** An outage belongs into a page. */
async function whoIs(req: Request): Promise<Judged> {
  try {
    return await authenticate(req);
  } catch (error) {
    if (error instanceof UnavailableError) return { failure: 'unavailable' };
    throw error;
  }
}

/** Half of a short life is enough, or a renewed token would be one that ends soon, too. */
function endsSoon({ iat, exp }: { readonly iat: number; readonly exp: number }): boolean {
  return exp - Date.now() / 1000 < Math.min(FIVE_MINUTES, (exp - iat) / 2);
}
