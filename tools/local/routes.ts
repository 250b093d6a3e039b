/** The path of the account pages. */
export const ACCOUNT_PATH = '/account';

/** The paths of each service, as they are routed in a cluster; all others are the pages of a team's own, which the web service has. */
export const ROUTES = [
  ['/api/users', 'auth'],
  ['/.well-known', 'auth'],
  ['/api/tickets', 'tickets'],
  [ACCOUNT_PATH, 'pages'],
] as const;
