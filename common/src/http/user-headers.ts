/** Who a request is from, as a proxy is told. */
export interface TellableUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** `aal1`, or `aal2` with a second factor. */
  readonly acr?: string | undefined;
  /** RFC 8176. */
  readonly amr?: readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly authTime?: number | undefined;
}

/** Tells nobody: a proxy overwrites with these what a client sent. */
const NOBODY = {
  'X-User-Id': '',
  'X-User-Email': '',
  'X-User-Roles': '',
  'X-User-Acr': '',
  'X-User-Amr': '',
  'X-User-Auth-Time': '',
};

/** What a proxy hands on to the service behind it. */
export type UserHeaders = Readonly<Record<keyof typeof NOBODY, string>>;

/**
 * What a proxy is told about a user: `X-User-Id`, `X-User-Email` and `X-User-Roles`, each percent-encoded, and how they were
 * authenticated, in `X-User-Acr`, `X-User-Amr` (joined by commas, as roles are) and `X-User-Auth-Time` (seconds since 1970).
 * @returns all six, always; empty where there is nothing to say
 */
export function toUserHeaders(user: TellableUser | undefined): UserHeaders {
  if (!user) return NOBODY;
  const { id, email, roles, acr = '', amr = [], authTime } = user;
  return {
    'X-User-Id': encodeURIComponent(id),
    'X-User-Email': encodeURIComponent(email),
    'X-User-Roles': roles.map(encodeURIComponent).join(','),
    'X-User-Acr': encodeURIComponent(acr),
    'X-User-Amr': amr.map(encodeURIComponent).join(','),
    'X-User-Auth-Time': authTime === undefined ? '' : String(authTime),
  };
}
