/** The fields that several shapes of the API have, as JSON Schema. */
export const text = { type: 'string' } as const;
export const time = { type: 'string', format: 'date-time' } as const;

export const email = {
  type: 'string',
  format: 'email',
  maxLength: 254,
  description:
    'Trimmed, in lower case and NFC, its domain in the ASCII of IDNA. A new one has no invisible characters, and letters of one alphabet before the @',
} as const;
export const roles = {
  type: 'array',
  maxItems: 32,
  items: { type: 'string', pattern: '^[a-z0-9:_-]{1,64}$' },
} as const;
export const claims = {
  type: 'object',
  maxProperties: 32,
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,31}$' },
  description:
    'JSON values, nested at most 3 levels deep; at most 32 names and 600 bytes, the roles with them. Absent where there are none',
} as const;
export const ban = {
  reason: { type: 'string', maxLength: 500, description: 'For admins; the person is not told' },
  until: { type: 'string', format: 'date-time', description: 'Without it the ban has no end' },
} as const;
export const next = {
  type: 'string',
  description: 'There when there is more: the `after` of the next page',
} as const;
export const invitation = {
  type: 'string',
  maxLength: 128,
  description: 'From the link of an invitation; needed with SIGN_UP=invite',
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
  maxLength: 256,
  description:
    'Any characters, PASSWORD_MIN_LENGTH or more of them (8 unless set); none that is easy to guess',
} as const;
