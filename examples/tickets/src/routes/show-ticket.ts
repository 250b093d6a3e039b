import { NotFoundError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import type { TicketStore } from '../tickets-store';

/** GET /api/tickets/:id: one ticket, for anybody. */
export function showTicket(tickets: TicketStore): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const ticket = await tickets.find(req.params.id);
    if (!ticket) throw new NotFoundError('There is no ticket with this id.');
    res.json(ticket);
  };
}
