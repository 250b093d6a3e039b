import type { Answer } from './ask';
import type { Echoed, Seen } from './echo';
import type { House } from './house';

/** What the headers of a request say about its user, by names in lower case, whatever separates their words. */
export type Claimed = Readonly<Record<string, readonly string[]>>;

/**
 * What a service behind a proxy may read as the user of a request. CGI, WSGI and PHP make one variable of `X-User-Id`, `X_User_Id` and
 * `X.User.Id`, so all of them count. Empty ones claim nothing.
 */
export function claimsOf({ rawHeaders }: Pick<Seen, 'rawHeaders'>): Claimed {
  const claimed: Record<string, string[]> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase().replaceAll(/[^a-z\d]/g, '-');
    if (name.startsWith('x-user-') && rawHeaders[index + 1] !== '')
      (claimed[name] ??= []).push(rawHeaders[index + 1]!);
  }
  return claimed;
}

/** Who a request is from by these claims: `plain`, `staff` or `nobody`; else what is wrong with them. */
export function userOf(claimed: Claimed, { plain, staff }: House['people']): string {
  if (Object.keys(claimed).length === 0) return 'nobody';
  const { 'x-user-auth-time': times = [], ...rest } = claimed;
  const told = JSON.stringify(Object.entries(rest).sort());
  const expected = { plain: tellingOf(plain, []), staff: tellingOf(staff, ['staff']) };
  const [name] = Object.entries(expected).find(([, telling]) => telling === told) ?? [];
  const isTimeTold = times.length === 1 && /^\d{10}$/.test(times[0]!);
  return name !== undefined && isTimeTold ? name : `somebody else: ${JSON.stringify(claimed)}`;
}

function tellingOf({ id, email }: { id: string; email: string }, roles: readonly string[]): string {
  const telling = {
    'x-user-acr': ['aal1'],
    'x-user-amr': ['pwd'],
    'x-user-email': [encodeURIComponent(email)],
    'x-user-id': [id],
    ...(roles.length > 0 && { 'x-user-roles': [roles.join(',')] }),
  };
  return JSON.stringify(Object.entries(telling).sort());
}

/** One line about an answer: `in as plain`, `websocket as plain`, `401`, `401 insufficient_user_authentication`, `403`… */
export function verdictOf({ status, headers, body }: Answer, { people }: House): string {
  if (status === 200 || status === 101) {
    const user = userOf(claimsOf(JSON.parse(body) as Echoed), people);
    return `${status === 101 ? 'websocket' : 'in'} as ${user}`;
  }
  const error = /error="([^"]+)"/.exec(headers['www-authenticate'] ?? '')?.[1];
  return error === 'insufficient_user_authentication' ? `${status} ${error}` : String(status);
}
