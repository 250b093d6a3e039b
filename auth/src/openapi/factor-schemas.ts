import { MAX_PASSKEYS } from '../accounts/factors';
import { mailCode, text, time, totpCode } from './fields';
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
  FactorCode: object(
    { code: { ...mailCode, description: 'Of a mail or an operator, where the first factor needs one' } },
    ['code'],
  ),
  TotpSecret: object({
    secret: { type: 'string', description: 'In base32, to type in; shown only once' },
    uri: { type: 'string', format: 'uri', description: 'The same as `otpauth://…`, for a QR code' },
  }),
  TotpConfirmation: object({ code: totpCode }),
  RecoveryCodes: object({
    recoveryCodes: {
      type: 'array',
      maxItems: 10,
      items: text,
      description: 'Shown only once; empty where none were made',
    },
  }),
  SecondFactor: object({ on: { type: 'boolean' } }),
  TotpAuthentication: object({ purpose: { enum: ['sign-in', 'step-up'] }, code: totpCode }),
  RecoveryCodeAuthentication: object({
    purpose: { enum: ['sign-in', 'step-up'] },
    code: { ...mailCode, description: 'As it was shown: capitals, blanks and hyphens do not matter' },
  }),
} as const;
