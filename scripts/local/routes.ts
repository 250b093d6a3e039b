/** The paths of each service, as they are routed in a cluster. */
export const ROUTES = [
  ['/api/users', 'auth'],
  ['/.well-known', 'auth'],
  ['/api/tickets', 'tickets'],
] as const;
