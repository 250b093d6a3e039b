import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '../events/audit-entry';
import { eventSchemas } from './event-schemas';
import { factorSchemas } from './factor-schemas';
import {
  ban,
  claims,
  email,
  emailVerified,
  factors,
  invitation,
  mailCode,
  mailToken,
  newPassword,
  openInvitation,
  roles,
  rolesWithheld,
  text,
  time,
} from './fields';
import { passkeySchemas } from './passkey-schemas';
import { object, page } from './shape';

/** The shapes that travel, by name. */
export const schemas = {
  SignUp: object({ email, password: newPassword, invitation }, ['invitation']),
  SignIn: object(
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
  PasswordChange: object({ currentPassword: text, newPassword }, ['currentPassword']),
  PasswordProof: object({ password: text }, ['password']),
  AuthenticationStart: object({ purpose: { enum: ['step-up'] }, acr: { enum: ['aal2'] } }, ['acr']),
  StepUpPurpose: object({ purpose: { enum: ['step-up'] } }),
  PasswordAuthentication: object({ purpose: { enum: ['step-up'] }, password: text }),
  CodeAuthentication: object({ purpose: { enum: ['sign-in', 'step-up'] }, code: mailCode }),
  Factors: object({ factors }),
  StepUp: {
    oneOf: [{ $ref: '#/components/schemas/CurrentUser' }, { $ref: '#/components/schemas/Factors' }],
  },
  VerifyEmailNext: object({ next: { enum: ['verify_email'] } }),
  EmailRequest: object({ email }),
  PasswordReset: object({ token: mailToken, password: newPassword }),
  EmailVerification: object({ token: mailToken, password: newPassword }, ['password']),
  MailToken: object({ token: mailToken }),
  Ban: object(ban, ['reason', 'until']),
  Roles: object({ roles }),
  Claims: object({ claims }),
  CurrentUser: object({ id: text, email, roles, claims, emailVerified, rolesWithheld }, [
    'claims',
    'emailVerified',
    'rolesWithheld',
  ]),
  Account: object(
    {
      ...{ id: text, email, roles, claims, emailVerified },
      ban: object(ban, ['reason', 'until']),
      createdAt: time,
    },
    ['claims', 'emailVerified', 'ban'],
  ),
  Accounts: page('users', 'Account'),
  AuditEntry: object(
    {
      id: text,
      at: time,
      actor: { type: 'string', description: 'The id of an account, or `command line`' },
      action: { enum: AUDIT_ACTIONS },
      target: { type: 'string', description: 'The id of the account that it was done to' },
      details: object({ ...ban, roles, claims, granted: text, revoked: text }, [
        'reason',
        'until',
        'roles',
        'claims',
        'granted',
        'revoked',
      ]),
      from: { type: 'string', description: 'An address, or the host of the command line' },
      outcome: { enum: AUDIT_OUTCOMES, description: '`started` only in entries of older releases' },
      code: { type: 'string', description: 'Why it was refused' },
    },
    ['code'],
  ),
  AuditTrail: page('entries', 'AuditEntry'),
  ...eventSchemas,
  ...factorSchemas,
  ...passkeySchemas,
  InvitationRequest: object({ email }),
  Invitation: object(openInvitation),
  NewInvitation: object(
    {
      ...openInvitation,
      token: { type: 'string', description: 'Shown only once; anyone who has it can sign up with the email' },
      link: { type: 'string', format: 'uri', description: 'Present if PUBLIC_URL is set' },
    },
    ['link'],
  ),
  Invitations: page('invitations', 'Invitation'),
  CurrentUserResponse: object(
    {
      currentUser: { anyOf: [{ $ref: '#/components/schemas/CurrentUser' }, { type: 'null' }] },
      reason: { enum: ['token_expired', 'token_revoked'], description: 'Present if a refresh may help' },
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
      description:
        'In steps of five minutes; a step appears, with its userAgent and ip, when the next one is over',
    },
    expiresAt: { ...time, description: 'The session does not expire before this time' },
    current: { type: 'boolean', description: 'Whether this request belongs to it' },
  }),
  Sessions: page('sessions', 'Session'),
  Jwks: object({ keys: { type: 'array', items: { type: 'object' } } }),
  Nothing: { type: 'object', additionalProperties: false },
  Problem: object(
    {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: { type: 'string', description: 'Stable: compare this one' },
      errors: { type: 'array', items: object({ message: text, field: text }, ['field']) },
      factors: { ...factors, description: 'With `second_factor_required`' },
    },
    ['factors'],
  ),
} as const;

export type SchemaName = keyof typeof schemas;
