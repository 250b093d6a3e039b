import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData, query } from 'express-validator';
import type { TicketStore } from '../tickets-store';

const ID_CHARACTERS = 24;

// isString comes first since a parameter that is given twice is an array, whose items would be checked one by one.
const page = [
  query('limit', 'Give a limit from 1 to 100.')
    .optional()
    .isString()
    .bail()
    .custom((limit: string) => limit.length <= 3)
    .bail()
    .isInt({ min: 1, max: 100 })
    .toInt(),
  query('after', 'Give the id of a ticket.')
    .optional()
    .isString()
    .bail()
    .custom((id: string) => id.length === ID_CHARACTERS)
    .bail()
    .isMongoId(),
  validateRequest,
];

/** GET /api/tickets?limit=&after=: a page of tickets, the newest first, for anybody. */
export function listTickets(tickets: TicketStore): RequestHandler[] {
  return [
    ...page,
    async (req, res) => {
      const { limit = 50, after } = matchedData<{ limit?: number; after?: string }>(req);
      const found = await tickets.list(limit, after);
      // A short page is the last one; a full one may be followed by an empty one.
      res.json({ tickets: found, next: found.length === limit ? found.at(-1)?.id : undefined });
    },
  ];
}
