/** The path of the account pages. */
export const ACCOUNT_PATH = '/account';

/** The paths of each service, as they are routed in a cluster; all others are the pages of a team's own, which the web service has. */
export const ROUTES = [
  ['/api/users', 'auth'],
  ['/.well-known', 'auth'],
  ['/api/tickets', 'tickets'],
  [ACCOUNT_PATH, 'pages'],
] as const;

/**
 * The paths of services that know no token: the gate is asked for each request, by a policy of `policies.yaml`. The first that matches
 * counts.
 */
export const GATED_ROUTES = [
  ['/reports/staff', 'reports', 'staff'],
  ['/reports', 'reports', 'signed-in'],
] as const;

/** Finds the route of a path: of its own, or of one that it is below. */
export function findRoute<T extends readonly [prefix: string, ...unknown[]]>(
  routes: readonly T[],
  path: string,
): T | undefined {
  return routes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
}
