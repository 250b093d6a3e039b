/** The paths of each service, as they are routed in a cluster; all others are pages, which the web service has. */
export const ROUTES = [
  ['/api/users', 'auth'],
  ['/.well-known', 'auth'],
  ['/api/tickets', 'tickets'],
] as const;
