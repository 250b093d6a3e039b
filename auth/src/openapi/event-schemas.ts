import { EVENT_TYPES } from '../events/account-event';
import { OWN_EVENT_TYPES } from '../events/own-event-types';
import { text, time } from './fields';
import { object, page } from './shape';

const client = object({ ip: text, userAgent: text });
const texts = { type: 'array', items: text } as const;

/** What a person and admins read of the log of events. */
export const eventSchemas = {
  OwnEvent: object(
    {
      id: text,
      type: { enum: OWN_EVENT_TYPES },
      at: { ...time, description: 'Of what is counted, the last time' },
      byAdmin: { type: 'boolean', description: 'Whether an admin or the command line did it' },
      client: { ...client, description: 'Where it was asked from; absent for what admins do' },
      sid: { type: 'string', description: 'The session that it was asked from, or that it is about' },
      details: object(
        {
          newDevice: {
            type: 'boolean',
            description: 'Of a sign-in on a device that the account did not know',
          },
          amr: { ...texts, description: 'Of a sign-in or step-up: by what it was proven' },
          count: { type: 'integer', description: 'Of failed sign-ins: how many in this hour' },
          reason: { type: 'string', description: 'Of a session that was ended, or of a failure: why' },
          roles: { ...texts, description: 'All roles, after a change of them' },
          factor: { type: 'string', description: 'Of a factor that was added or removed: which' },
          name: { type: 'string', description: 'Of a passkey: what its owner calls it' },
          removed: { type: 'boolean', description: 'Of a password that was removed' },
          granted: texts,
          revoked: texts,
        },
        ['newDevice', 'amr', 'count', 'reason', 'roles', 'factor', 'name', 'removed', 'granted', 'revoked'],
      ),
    },
    ['client', 'sid'],
  ),
  OwnEvents: page('events', 'OwnEvent'),
  AccountEvent: object(
    {
      id: text,
      type: { enum: EVENT_TYPES },
      at: time,
      account: { type: 'string', description: 'The id of the account that it is about' },
      actor: {
        type: 'string',
        description: 'The id of an admin, or `command line`; absent where the account itself acted',
      },
      sid: text,
      client,
      from: { type: 'string', description: 'An address, or the host of the command line' },
      details: { type: 'object', propertyNames: { pattern: '^[A-Za-z]+$' } },
    },
    ['actor', 'sid', 'client', 'from'],
  ),
  AccountEvents: page('events', 'AccountEvent'),
} as const;
