import { AUDIT_ACTIONS } from '../events/audit-entry';
import {
  ban,
  claims,
  email,
  invitation,
  newPassword,
  next,
  openInvitation,
  roles,
  text,
  time,
} from './fields';

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
  Credentials: object(
    {
      email,
      password: text,
      newPassword: {
        ...newPassword,
        description: 'Takes the place of a temporary password, and is not used otherwise',
      },
    },
    ['newPassword'],
  ),
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
      action: { enum: AUDIT_ACTIONS },
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
      token: { type: 'string', description: 'Shown only once; anyone who has it can sign up with the email' },
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
