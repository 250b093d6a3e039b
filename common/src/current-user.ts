import type { CustomClaims } from './custom-claims';

/** The person behind a request, as the access token tells it. */
export interface CurrentUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** What admins have set on the account; absent where that is nothing. */
  readonly claims?: CustomClaims;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Express is extended by merging into this namespace
  namespace Express {
    interface Request {
      currentUser?: CurrentUser;
    }
  }
}
