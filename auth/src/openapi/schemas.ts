const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;

const email = {
  type: 'string',
  format: 'email',
  maxLength: 254,
  description: 'Trimmed and lower-cased',
} as const;
const roles = {
  type: 'array',
  maxItems: 32,
  items: { type: 'string', pattern: '^[a-z0-9:_-]{1,64}$' },
} as const;
const claims = {
  type: 'object',
  maxProperties: 32,
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,31}$' },
  description:
    'JSON values, nested at most 3 levels deep; at most 32 names and 600 bytes, the roles with them. Absent where there are none',
} as const;
const ban = {
  reason: { type: 'string', maxLength: 500, description: 'For admins; the person is not told' },
  until: { type: 'string', format: 'date-time', description: 'Without it the ban has no end' },
} as const;
const next = {
  type: 'string',
  description: 'There when there is more: the `after` of the next page',
} as const;
const invitation = {
  type: 'string',
  maxLength: 128,
  description: 'From the link of an invitation; needed with SIGN_UP=invite',
} as const;
const openInvitation = {
  id: { type: 'string', description: 'Also the id of the account that it becomes' },
  email,
  invitedBy: { type: 'string', description: 'The id of an admin, or `command line`' },
  createdAt: time,
  expiresAt: time,
} as const;
const newPassword = {
  type: 'string',
  maxLength: 256,
  description:
    'Any characters, PASSWORD_MIN_LENGTH or more of them (8 unless set); none that is easy to guess',
} as const;

function object(properties: Record<string, unknown>, optional: string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

/** One page of a list. */
function page(name: string, item: string) {
  return object({ [name]: { type: 'array', items: { $ref: `#/components/schemas/${item}` } }, next }, [
    'next',
  ]);
}

/** The shapes that travel, by name. */
export const schemas = {
  NewCredentials: object({ email, password: newPassword, invitation }, ['invitation']),
  Credentials: object({ email, password: text }),
  PasswordChange: object({ currentPassword: text, newPassword }),
  PasswordProof: object({ password: text }),
  Ban: object(ban, ['reason', 'until']),
  Roles: object({ roles }),
  Claims: object({ claims }),
  Person: object({ id: text, email, roles, claims }, ['claims']),
  User: object({ id: text, email, roles, claims, ban: object(ban, ['reason', 'until']), createdAt: time }, [
    'claims',
    'ban',
  ]),
  Users: page('users', 'User'),
  AuditEntry: object(
    {
      id: text,
      at: time,
      actor: { type: 'string', description: 'The id of a user, or `command line`' },
      action: {
        enum: [
          'ban',
          'unban',
          'unlock',
          'end_sessions',
          'set_roles',
          'set_claims',
          'delete_account',
          'invite',
          'remove_invitation',
        ],
      },
      target: { type: 'string', description: 'The id of the user it was done to' },
      details: object({ ...ban, roles, claims, granted: text, revoked: text }, [
        'reason',
        'until',
        'roles',
        'claims',
        'granted',
        'revoked',
      ]),
      from: { type: 'string', description: 'An address, or the host of the command line' },
      outcome: { enum: ['started', 'done', 'refused'] },
      code: { type: 'string', description: 'Why it was refused' },
    },
    ['code'],
  ),
  AuditTrail: page('entries', 'AuditEntry'),
  InvitationRequest: object({ email }),
  Invitation: object(openInvitation),
  NewInvitation: object(
    {
      ...openInvitation,
      token: { type: 'string', description: 'Shown this once; whoever has it can sign up with the email' },
      link: { type: 'string', format: 'uri', description: 'There where PUBLIC_URL is set' },
    },
    ['link'],
  ),
  Invitations: page('invitations', 'Invitation'),
  CurrentUser: object(
    {
      currentUser: { anyOf: [{ $ref: '#/components/schemas/Person' }, { type: 'null' }] },
      reason: { enum: ['token_expired', 'token_revoked'], description: 'There when a refresh may help' },
    },
    ['reason'],
  ),
  Session: object({
    id: text,
    userAgent: text,
    ip: text,
    createdAt: time,
    lastSeenAt: {
      ...time,
      description: 'A step of five minutes; told, with userAgent and ip, when the next is over',
    },
    expiresAt: { ...time, description: 'Not before' },
    current: { type: 'boolean', description: 'Whether it is the one that asks' },
  }),
  Sessions: page('sessions', 'Session'),
  Jwks: object({ keys: { type: 'array', items: { type: 'object' } } }),
  Nothing: { type: 'object', additionalProperties: false },
  Problem: object({
    type: text,
    title: text,
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: compare this one' },
    errors: { type: 'array', items: object({ message: text, field: text }, ['field']) },
  }),
} as const;

export type SchemaName = keyof typeof schemas;
