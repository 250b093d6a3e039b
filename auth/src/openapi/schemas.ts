const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;

const email = {
  type: 'string',
  format: 'email',
  maxLength: 254,
  description: 'Trimmed and lower-cased',
} as const;
const newPassword = {
  type: 'string',
  maxLength: 256,
  description: 'Any characters, PASSWORD_MIN_LENGTH or more of them (8 unless set); no common one',
} as const;

function object(properties: Record<string, unknown>, optional: string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required };
}

/** The shapes that travel, by name. */
export const schemas = {
  NewCredentials: object({ email, password: newPassword }),
  Credentials: object({ email, password: text }),
  PasswordChange: object({ currentPassword: text, newPassword }),
  Person: object({ id: text, email, roles: { type: 'array', items: text } }),
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
    lastSeenAt: time,
    expiresAt: time,
    current: { type: 'boolean', description: 'Whether it is the one that asks' },
  }),
  Sessions: object({ sessions: { type: 'array', items: { $ref: '#/components/schemas/Session' } } }),
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
