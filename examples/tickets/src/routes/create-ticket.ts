import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { signedInUser } from '../signed-in-user';
import type { TicketFields, TicketStore } from '../tickets-store';
import { ticketFields } from './ticket-fields';

/** POST /api/tickets: offers a ticket. */
export function createTicket(tickets: TicketStore): RequestHandler[] {
  return [
    ...ticketFields,
    async (req, res) => {
      const ticket = await tickets.insert(matchedData<TicketFields>(req), signedInUser(req).id);
      res.status(201).location(`/api/tickets/${ticket.id}`).json(ticket);
    },
  ];
}
