import express, { type Express, type RequestHandler, type Response } from 'express';

/** The route that every contestant serves. */
export const ROUTE = '/api/tickets';

/** Who the requests are from, where a contestant lets us choose. */
export const USER = {
  id: '64f0c2a9e1b7d3584a6c9f02',
  email: 'someone@example.com',
  roles: ['tickets:purchase'],
};

/** The small JSON that every contestant answers; it names the user, so that none can skip finding out who it is. */
export function answer(res: Response, user: string): void {
  res.json({ user, tickets: ['concert'] });
}

/** An Express application with some middleware in front of the route. */
export function ticketsApp(middleware: RequestHandler[], handler: RequestHandler): Express {
  const app = express();
  for (const one of middleware) app.use(one);
  app.get(ROUTE, handler);
  return app;
}
