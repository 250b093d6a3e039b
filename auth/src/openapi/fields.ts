import {
  CLAIM_NAME_FORM,
  MAX_CLAIM_BYTES,
  MAX_CLAIM_DEPTH,
  MAX_CLAIM_NAMES,
} from '../accounts/custom-claims';
import { MAX_REASON_CODE_POINTS } from '../accounts/ban-reason';
import { MAX_EMAIL_CHARACTERS } from '../accounts/email';
import { MAX_ROLES, ROLE_FORM } from '../accounts/roles';
import { TOTP_CODE_FORM } from '../credentials/totp/totp';
import { MAX_RAW_CODE_UNITS } from '../credentials/typed-codes';
import { MAIL_TOKEN_CHARACTERS } from '../credentials/mail-tokens/mail-tokens';
import { MAX_PASSWORD_CODE_POINTS } from '../credentials/password/password-hash';
import { MAX_INVITATION_UNITS } from '../invitations/invitation';

/** The fields that several shapes of the API have, as JSON Schema. */
export const text = { type: 'string' } as const;
export const time = { type: 'string', format: 'date-time' } as const;

export const email = {
  type: 'string',
  format: 'email',
  maxLength: MAX_EMAIL_CHARACTERS,
  description:
    'Trimmed, in lower case and NFC, its domain in the ASCII of IDNA. A new one has no invisible characters, and letters of one alphabet before the @',
} as const;
export const emailVerified = {
  type: 'boolean',
  description:
    'Whether the owner has proven that the email is theirs; absent for a token of an older release',
} as const;
export const rolesWithheld = {
  type: 'boolean',
  description:
    'Whether roles of the account (`MFA_ROLES`) are left out until a second factor is proven; absent where none are',
} as const;
export const roles = {
  type: 'array',
  maxItems: MAX_ROLES,
  items: { type: 'string', pattern: `^${ROLE_FORM}$` },
} as const;
export const claims = {
  type: 'object',
  maxProperties: MAX_CLAIM_NAMES,
  propertyNames: { pattern: `^${CLAIM_NAME_FORM}$` },
  description: `JSON values, nested at most ${MAX_CLAIM_DEPTH} levels deep; at most ${MAX_CLAIM_NAMES} names and ${MAX_CLAIM_BYTES} bytes, the roles with them. Absent where there are none`,
} as const;
export const ban = {
  reason: {
    type: 'string',
    maxLength: MAX_REASON_CODE_POINTS,
    description: 'For admins; the person does not see it',
  },
  until: { type: 'string', format: 'date-time', description: 'Without it the ban has no end' },
} as const;
export const next = {
  type: 'string',
  description: 'Present if there is more: the `after` of the next page',
} as const;
export const invitation = {
  type: 'string',
  maxLength: MAX_INVITATION_UNITS,
  description: 'From the link of an invitation; required with SIGN_UP=invite',
} as const;
export const mailToken = {
  type: 'string',
  maxLength: MAIL_TOKEN_CHARACTERS,
  description: 'From the link of a mail; it is good once',
} as const;
export const mailCode = {
  type: 'string',
  maxLength: MAX_RAW_CODE_UNITS,
  description: 'From a mail, as it is typed: capitals, blanks and hyphens do not matter',
} as const;
export const totpCode = {
  type: 'string',
  maxLength: MAX_RAW_CODE_UNITS,
  pattern: TOTP_CODE_FORM.source,
  description:
    'The six digits that the app shows, of now or of 30 seconds before or after; each is good once',
} as const;
export const openInvitation = {
  id: { type: 'string', description: 'Also the id of the account that it becomes' },
  email,
  invitedBy: { type: 'string', description: 'The id of an admin, or `command line`' },
  createdAt: time,
  expiresAt: time,
} as const;
export const newPassword = {
  type: 'string',
  maxLength: MAX_PASSWORD_CODE_POINTS,
  description: 'Any characters, at least PASSWORD_MIN_LENGTH of them (8 unless set); not easy to guess',
} as const;

/** By what a person can prove who they are. */
export const factors = {
  type: 'array',
  maxItems: 8,
  items: { enum: ['password', 'email', 'totp', 'recovery_code', 'passkey'] },
} as const;
