import type { Client } from '../client/create-client';
import type { CurrentUser } from '../current-user';
import type { TokenFailure } from '../errors/token-failure';
import type { Left, NoticeCookie } from './notice-cookie';
import type { AnswerHeaders } from './page-cookie';
import type { FormOptions, Outcome, Refusal } from './submit';

/** What `visit` takes beside the request. */
export interface VisitOptions {
  /** Where cookies and other headers of the answer go: fetch `Headers`, or the `res` of Express. */
  readonly answer: AnswerHeaders;
  /** The address of the browser. The auth service counts attempts by it (TRUST_PROXY). */
  readonly clientAddress?: string | undefined;
}

/** What `arriveSignedIn` takes. */
export interface ArriveOptions {
  /** Whether the page has a form: a token that is about to expire is renewed first, so that what is typed is not lost. */
  readonly form?: boolean;
}

/** What is known of a visit from its request alone. */
export interface Visitor {
  /** The request. */
  readonly request: Request;
  /** The page's address, parsed. */
  readonly url: URL;
  /** Who it is, by the access token alone. */
  readonly user: CurrentUser | undefined;
  /** Why there is no `user`; `unavailable` when nobody can tell (ON_OUTAGE=deny). */
  readonly failure: TokenFailure | 'unavailable' | undefined;
  /** Whether a refresh may give this browser a token that counts: the one that it has expired or was revoked. */
  readonly isRenewable: boolean;
  /** Whether the access token is about to expire, too soon to fill in a form. */
  readonly endsSoon: boolean;
  /** Tells one session cookie from the next, and nothing about either. */
  readonly sessionDigest: string;
  /** Whether the auth service has refused to renew this session cookie: its owner counts as signed out. */
  readonly isRefused: boolean;
  /** What one page leaves for another. */
  readonly notices: NoticeCookie;
}

/**
 * One request for a page: who makes it, whom the page may ask for this person, and the ways that its answer can take. What is
 * thrown is a `Response`: a redirect, or a failure in plain text.
 */
export interface Visit extends Visitor {
  /** The auth service, asked for this browser. */
  readonly auth: Client;
  /** Another service, asked for this browser. It never receives the account cookie. */
  service(baseUrl: string): Client;
  /**
   * What a page that anybody may see begins with. A person who was signed in until now comes back signed in, or signed out.
   * @throws Response the way there; 503 when nobody can tell who it is
   */
  arrive(): void;
  /**
   * What a page for signed-in people begins with.
   * @throws Response as `arrive` does; the way to the page to sign in at
   */
  arriveSignedIn(options?: ArriveOptions): CurrentUser;
  /**
   * Waits for what a page shows.
   * @throws Response the way to renew a token that died meanwhile, or to a step-up; else what the service says, or 503
   */
  load<T>(answer: Promise<T>): Promise<T>;
  /**
   * Sends what was typed into a form to a service.
   * @returns the redirect after a success, or what the form shows again; the answer then has the service's Retry-After
   * @throws Response when the token had expired or the service asks for a step-up: the way there, and back to the form with its
   *   values; 503 when the service is away
   */
  submit(options: FormOptions, send: () => Promise<Outcome>): Promise<Response | Refusal>;
  /** Takes what was left for this page; it is not there any more when the page is loaded again. */
  takeNotice(): Left;
  /** Leaves a notice for the page of a path. */
  leave(path: string, code: string): void;
  /** The way to renew the token and back to this page, for what is done without a form, such as signing out. */
  renew(): Response;
}
