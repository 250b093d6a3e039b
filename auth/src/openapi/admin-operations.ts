import { CROSS_ORIGIN, LAST_ADMIN, NOT_SIGNED_IN, type Operation } from './operation';

const NO_ADMIN = '`forbidden`: not an admin';
const UNKNOWN = '`not_found`';
const INVALID = '`validation_failed`';
const TOO_LARGE = '`token_too_large`: no room for the roles and claims together';

/** What admins do with the accounts of others. */
export const adminOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/users',
    summary: 'The accounts whose email contains a text, a page at a time',
    query: { email: 'optional', after: 'optional', limit: 'optional' },
    signedIn: true,
    success: { status: 200, schema: 'Users' },
    failures: { 400: INVALID, 401: NOT_SIGNED_IN, 403: NO_ADMIN },
  },
  {
    method: 'get',
    path: '/api/users/audit',
    summary: 'Who did what to whom, the newest first, a page at a time; `user` is either of them',
    query: { user: 'optional', after: 'optional', limit: 'optional' },
    signedIn: true,
    success: { status: 200, schema: 'AuditTrail' },
    failures: { 400: INVALID, 401: NOT_SIGNED_IN, 403: NO_ADMIN },
  },
  {
    method: 'get',
    path: '/api/users/invitations',
    summary: 'The open invitations, the oldest first, a page at a time',
    query: { after: 'optional', limit: 'optional' },
    signedIn: true,
    success: { status: 200, schema: 'Invitations' },
    failures: { 400: INVALID, 401: NOT_SIGNED_IN, 403: NO_ADMIN },
  },
  {
    method: 'post',
    path: '/api/users/invitations',
    summary: 'Let the person of an address sign up, once, within 72 hours; an earlier invitation of it ends',
    body: 'InvitationRequest',
    signedIn: true,
    success: { status: 201, schema: 'NewInvitation' },
    failures: {
      400: `${INVALID}, \`malformed_json\``,
      401: NOT_SIGNED_IN,
      403: `${NO_ADMIN}; \`sign_up_closed\`: SIGN_UP=closed; ${CROSS_ORIGIN}`,
      409: '`email_in_use`: there is an account',
    },
  },
  {
    method: 'delete',
    path: '/api/users/invitations/{id}',
    summary: 'Remove an invitation, so that it cannot be used any more',
    signedIn: true,
    success: { status: 200, schema: 'Nothing' },
    failures: {
      401: NOT_SIGNED_IN,
      403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
      404: `${UNKNOWN}, also when it has become an account`,
    },
  },
  {
    method: 'get',
    path: '/api/users/{id}',
    summary: 'One account',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: { 401: NOT_SIGNED_IN, 403: NO_ADMIN, 404: UNKNOWN },
  },
  {
    method: 'put',
    path: '/api/users/{id}/ban',
    summary: 'Sign a person out everywhere and keep them out',
    body: 'Ban',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: {
      400: `${INVALID}, \`malformed_json\``,
      401: NOT_SIGNED_IN,
      403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
      404: UNKNOWN,
      409: LAST_ADMIN,
    },
  },
  {
    method: 'delete',
    path: '/api/users/{id}/ban',
    summary: 'Let a person sign in again; the sessions of before the ban stay ended',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: { 401: NOT_SIGNED_IN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: UNKNOWN },
  },
  {
    method: 'post',
    path: '/api/users/{id}/unlock',
    summary: 'Forget failed sign-ins of others, so that the person can sign in on a new device',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: { 401: NOT_SIGNED_IN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: UNKNOWN },
  },
  {
    method: 'delete',
    path: '/api/users/{id}/sessions',
    summary: 'Sign a person out on every device; they can sign in again',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: { 401: NOT_SIGNED_IN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: UNKNOWN },
  },
  {
    method: 'put',
    path: '/api/users/{id}/roles',
    summary: "Replace the roles; the person's client refreshes and goes on with them",
    body: 'Roles',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: {
      400: `${INVALID}, ${TOO_LARGE}, \`malformed_json\``,
      401: NOT_SIGNED_IN,
      403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
      404: UNKNOWN,
      409: LAST_ADMIN,
    },
  },
  {
    method: 'put',
    path: '/api/users/{id}/claims',
    summary: "Replace the claims, {} removes them; the person's client refreshes and goes on with them",
    body: 'Claims',
    signedIn: true,
    success: { status: 200, schema: 'User' },
    failures: {
      400: `${INVALID}, ${TOO_LARGE}, \`malformed_json\``,
      401: NOT_SIGNED_IN,
      403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
      404: UNKNOWN,
    },
  },
];
