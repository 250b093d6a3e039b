import { isObjectIdOrHexString, Schema, type Connection, type HydratedDocument } from 'mongoose';

export interface TicketFields {
  title: string;
  price: number;
}

export interface Ticket extends TicketFields {
  id: string;
  userId: string;
}

type TicketDocument = Omit<Ticket, 'id'>;

const schema = new Schema<TicketDocument>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
  },
  { versionKey: false },
);

/** The only place that knows how tickets are stored. A malformed id is the id of no ticket. */
export function createTicketStore(connection: Connection) {
  const tickets = connection.model('Ticket', schema);

  return {
    async insert(fields: TicketFields, userId: string): Promise<Ticket> {
      return toTicket(await tickets.create({ ...fields, userId }));
    },

    async find(id: string): Promise<Ticket | undefined> {
      const found = isObjectIdOrHexString(id) && (await tickets.findById(id));
      return found ? toTicket(found) : undefined;
    },

    /** The newest first, from behind the ticket `after`; ids grow with time, so no other index is needed. */
    async list(limit: number, after?: string): Promise<Ticket[]> {
      const older = after === undefined ? {} : { _id: { $lt: after } };
      return (await tickets.find(older).sort({ _id: -1 }).limit(limit)).map(toTicket);
    },

    /** @returns the ticket afterwards, or undefined when this user has no such ticket */
    async update(id: string, userId: string, fields: TicketFields): Promise<Ticket | undefined> {
      const own = { _id: id, userId };
      const changed =
        isObjectIdOrHexString(id) &&
        (await tickets.findOneAndUpdate(own, { $set: fields }, { returnDocument: 'after' }));
      return changed ? toTicket(changed) : undefined;
    },
  };
}

export type TicketStore = ReturnType<typeof createTicketStore>;

function toTicket({ id, title, price, userId }: HydratedDocument<TicketDocument>): Ticket {
  return { id: String(id), title, price, userId };
}
