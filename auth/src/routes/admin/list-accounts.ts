import { matchedData, query, type ValidationChain } from 'express-validator';
import type { Administration } from '../../administration/administration';
import { MAX_EMAIL_CHARACTERS, MAX_RAW_EMAIL_UNITS, normalizeEmail } from '../../accounts/email';
import { ROLE_FORM, MAX_ROLE_CHARACTERS } from '../../accounts/roles';
import { INVALID, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, type Page } from '../fields/paging';
import { textField } from '../fields/text-field';
import { toAccountView } from '../views/account';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

const NO_PART = 'Give a part of an email, once.';
const NO_ROLE = 'Give one role.';
const NOT_TRUE = 'Give `banned=true`, or leave `banned` out.';
const ROLE = new RegExp(`^${ROLE_FORM}$`);

interface Search extends Page {
  readonly email?: string;
  readonly role?: string;
  readonly banned?: string;
}

/** The accounts, in the order of their ids; `email` is a part of the address. An account must fit all that is given. */
export const listAccounts: Endpoint<AdminRouteParts & { readonly administration: Administration }> = {
  method: 'get',
  path: '/api/users',
  summary:
    'The accounts whose email contains a text, that have a role, or are banned (`banned=true`), a page at a time',
  query: { email: 'optional', role: 'optional', banned: 'optional', after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'Accounts' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN },
  handlers: (parts) =>
    adminRoute(parts, [...searchFields(), ...pageFields()], async function listAccounts(req, res) {
      const { email, role, banned, ...page } = matchedData<Search>(req);
      const search = { email, role, isBanned: banned !== undefined };
      const { items, next } = await readPage(page, (query) =>
        parts.administration.list({ ...search, ...query }),
      );
      res.send({ users: items.map(toAccountView), next });
    }),
  onFailure: reportRefusedAct,
};

function searchFields(): ValidationChain[] {
  return [
    emailQuery(),
    textField(query('role').optional(), MAX_ROLE_CHARACTERS, NO_ROLE).matches(ROLE).withMessage(NO_ROLE),
    textField(query('banned').optional(), 'true'.length, NOT_TRUE).equals('true').withMessage(NOT_TRUE),
  ];
}

function emailQuery() {
  return (
    textField(query('email').optional(), MAX_RAW_EMAIL_UNITS, NO_PART)
      .customSanitizer(normalizeEmail)
      .isLength({ max: MAX_EMAIL_CHARACTERS })
      .withMessage(NO_PART)
      // A regular expression cannot carry a NUL to MongoDB, and no email has one.
      .not()
      .matches(/\p{Cc}/u)
      .withMessage(NO_PART)
  );
}
