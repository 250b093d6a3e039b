import { ForbiddenError, NotFoundError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { signedInUser } from '../signed-in-user';
import type { TicketFields, TicketStore } from '../tickets-store';
import { ticketFields } from './ticket-fields';

/** PUT /api/tickets/:id: changes an own ticket. */
export function updateTicket(tickets: TicketStore): RequestHandler<{ id: string }>[] {
  return [
    ...ticketFields,
    async (req, res) => {
      const { id } = req.params;
      const ticket = await tickets.update(id, signedInUser(req).id, matchedData<TicketFields>(req));
      if (ticket) return void res.json(ticket);
      // Only now it matters why: whether the ticket is another's was decided by the update itself.
      if (await tickets.find(id)) throw new ForbiddenError('This ticket is not yours.');
      throw new NotFoundError('There is no ticket with this id.');
    },
  ];
}
