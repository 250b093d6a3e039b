import { cors, currentUser, errorHandler, NotFoundError, requireAuth, requireRole } from '@latchkey/common';
import { reportDatabaseOutage, requestLogOptions, type OutageLog } from '@latchkey/common/server';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { CouponStore } from './coupons-store';
import { createCoupon } from './routes/create-coupon';
import { createTicket } from './routes/create-ticket';
import { listTickets } from './routes/list-tickets';
import { showTicket } from './routes/show-ticket';
import { updateTicket } from './routes/update-ticket';
import type { TicketStore } from './tickets-store';

export interface Dependencies {
  readonly tickets: TicketStore;
  readonly coupons: CouponStore;
  readonly log: Logger;
  readonly outages: OutageLog;
}

/** The public side of the service, apart from any port or process. */
export function createApp({ tickets, coupons, log, outages }: Dependencies): Express {
  const app = express();
  app.use(
    pinoHttp({ logger: log, ...requestLogOptions }),
    helmet(),
    cors,
    express.json({ limit: '16kb', inflate: false }),
  );
  app.use(currentUser);

  app.get('/api/tickets', listTickets(tickets));
  app.get('/api/tickets/:id', showTicket(tickets));
  app.post('/api/tickets', requireAuth, createTicket(tickets));
  app.put('/api/tickets/:id', requireAuth, updateTicket(tickets));
  app.post('/api/tickets/coupons', requireRole('admin'), createCoupon(coupons));

  app.use(() => {
    throw new NotFoundError();
  });
  app.use(reportDatabaseOutage(outages));
  app.use(errorHandler);
  return app;
}
