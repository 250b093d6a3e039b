import { MAX_PASSKEYS } from '../accounts/factors';
import { text, time } from './fields';
import { object } from './shape';

/** What the factors of an account look like, without secrets. */
export const factorSchemas = {
  Passkey: object(
    {
      id: text,
      name: { type: 'string', description: 'What its owner calls it' },
      createdAt: time,
      lastUsedAt: { ...time, description: 'Absent until it is used' },
      backedUp: { type: 'boolean', description: 'Whether it is copied to other devices or a cloud' },
    },
    ['lastUsedAt'],
  ),
  OwnFactors: object({
    password: { type: 'boolean', description: 'Whether there is one' },
    required: { type: 'boolean', description: 'Whether a sign-in needs a second factor' },
    totp: { anyOf: [object({ since: time }), { type: 'null' }] },
    recoveryCodes: { type: 'integer', description: 'How many are left' },
    passkeys: { type: 'array', maxItems: MAX_PASSKEYS, items: { $ref: '#/components/schemas/Passkey' } },
  }),
} as const;
