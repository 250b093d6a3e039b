import { adminOperations } from './admin-operations';
import { CROSS_ORIGIN, LAST_ADMIN, NOT_SIGNED_IN, TOO_MANY, type Operation } from './operation';

/** The endpoints that API_DOCS switches off. */
export const docsOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/users/openapi.json',
    summary: 'This document',
    success: { status: 200, text: 'An OpenAPI 3.1 document' },
    failures: {},
  },
  {
    method: 'get',
    path: '/api/users/docs',
    summary: 'A page that shows this document',
    success: { status: 200, text: 'HTML' },
    failures: {},
  },
];

/** Every endpoint of the public port; a test compares it with the routes that are really there. */
export const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/users/signup',
    summary: 'Make an account and sign in',
    body: 'NewCredentials',
    success: { status: 201, schema: 'Person' },
    failures: {
      400: '`validation_failed`, `email_in_use`, `malformed_json`; `invalid_token`: the invitation is not good for this email',
      403: `\`sign_up_closed\`: not open, or by invitation; by invitation also \`banned\`, \`password_change_required\`; ${CROSS_ORIGIN}`,
      429: TOO_MANY,
    },
  },
  {
    method: 'post',
    path: '/api/users/signin',
    summary: 'Sign in; a session that this browser already had is ended',
    body: 'Credentials',
    success: { status: 200, schema: 'Person' },
    failures: {
      400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
      403: `\`banned\`; \`password_change_required\`: an operator has set the password; send \`newPassword\` with it; ${CROSS_ORIGIN}`,
      429: TOO_MANY,
    },
  },
  {
    method: 'post',
    path: '/api/users/signout',
    summary: 'Sign out; the cookies are cleared even when the answer is 503',
    success: { status: 200, schema: 'Nothing' },
    failures: {
      401: '`token_expired`, `token_revoked`, `token_invalid`: of a bearer token, which then ends nothing',
      403: CROSS_ORIGIN,
    },
  },
  {
    method: 'get',
    path: '/api/users/currentuser',
    summary: 'Who is signed in, or null',
    success: { status: 200, schema: 'CurrentUser' },
    failures: {},
  },
  {
    method: 'post',
    path: '/api/users/refresh',
    summary: 'Renew both cookies; a refusal writes and clears none',
    success: { status: 200, schema: 'Person' },
    failures: {
      401: '`session_expired`, `session_revoked`',
      403: `\`banned\`, ${CROSS_ORIGIN}`,
      429: TOO_MANY,
    },
  },
  {
    method: 'get',
    path: '/api/users/refresh',
    summary: 'Renew both cookies and go back to a page of this origin',
    query: { return_to: 'required' },
    success: {
      status: 303,
      text: 'To the path: with renewed cookies, or with `refresh_refused` and the digest of the refused session cookie in its query',
    },
    failures: { 400: '`invalid_return_to`, `not_a_navigation`', 429: 'A small page, with Retry-After' },
  },
  {
    method: 'post',
    path: '/api/users/password',
    summary: 'Change the password; all other sessions end, this browser gets new cookies',
    body: 'PasswordChange',
    signedIn: true,
    success: { status: 200, schema: 'Person' },
    failures: {
      400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
      401: NOT_SIGNED_IN,
      403: CROSS_ORIGIN,
      429: TOO_MANY,
    },
  },
  {
    method: 'get',
    path: '/api/users/sessions',
    summary: 'The devices that one is signed in on, the last sign-in first, a page at a time',
    query: { after: 'optional', limit: 'optional' },
    signedIn: true,
    success: { status: 200, schema: 'Sessions' },
    failures: { 400: '`validation_failed`', 401: NOT_SIGNED_IN },
  },
  {
    method: 'delete',
    path: '/api/users/sessions',
    summary: 'Sign all other devices out',
    signedIn: true,
    success: { status: 200, schema: 'Nothing' },
    failures: { 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN },
  },
  {
    method: 'delete',
    path: '/api/users/sessions/{id}',
    summary: 'Sign one device out',
    signedIn: true,
    success: { status: 200, schema: 'Nothing' },
    failures: { 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN, 404: '`not_found`' },
  },
  {
    method: 'delete',
    path: '/api/users/me',
    summary: 'Delete the account; its email is free at once',
    body: 'PasswordProof',
    signedIn: true,
    success: { status: 200, schema: 'Nothing' },
    failures: {
      400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
      401: NOT_SIGNED_IN,
      403: CROSS_ORIGIN,
      409: LAST_ADMIN,
      429: TOO_MANY,
    },
  },
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    summary: 'The public keys of access tokens; empty when these are signed with secrets',
    success: { status: 200, schema: 'Jwks' },
    failures: {},
  },
  ...adminOperations,
  ...docsOperations,
];
