import type { Client } from '@latchkey/common/client';
import type { Pages, Visit } from '@latchkey/common/pages';
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';

/** What loaders and actions get of the service around the pages. */
export interface PageContext {
  /** Who makes a request, and the ways that its answer can take. The cookies of all answers go into the page's own. */
  visit(request: Request): Promise<Visit>;
  /** The tickets service, asked for this visitor. */
  tickets(visit: Visit): Client;
  /** Whether everybody may sign up. */
  readonly isSignUpOpen: boolean;
  /** The path of the account pages. */
  readonly accountPath: string;
  /** What scripts of the page have to carry (Content Security Policy). */
  readonly nonce: string;
}

/** Everybody, who was invited, or nobody; the auth service decides, and pages show no link that leads nowhere. */
export type SignUp = 'open' | 'invite' | 'closed';

/** Where the services behind the pages are. */
export interface PageSettings {
  readonly ticketsUrl: string;
  readonly signUp: SignUp;
  readonly accountPath: string;
}

/** Makes the context of a request. */
export function createContext(
  pages: Pages,
  { ticketsUrl, signUp, accountPath }: PageSettings,
  req: ExpressRequest,
  res: ExpressResponse,
): PageContext {
  return {
    visit: (request) => pages.visit(request, { answer: res, clientAddress: req.ip }),
    tickets: (visit) => visit.service(ticketsUrl),
    isSignUpOpen: signUp === 'open',
    accountPath,
    nonce: res.locals.nonce as string,
  };
}
