import { matchedData, query } from 'express-validator';
import type { Administration } from '../../administration/administration';
import { MAX_EMAIL_CHARACTERS, MAX_RAW_EMAIL_UNITS, normalizeEmail } from '../../accounts/email';
import { INVALID, NOT_SIGNED_IN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, type Page } from '../fields/paging';
import { textField } from '../fields/text-field';
import { toAccountView } from '../views/account';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

const NO_PART = 'Give a part of an email, once.';

/** The accounts, in the order of their ids; `email` is a part of the address. */
export const listAccounts: Endpoint<AdminRouteParts & { readonly administration: Administration }> = {
  method: 'get',
  path: '/api/users',
  summary: 'The accounts whose email contains a text, a page at a time',
  query: { email: 'optional', after: 'optional', limit: 'optional' },
  signedIn: true,
  success: { status: 200, schema: 'Accounts' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN, 403: NO_ADMIN },
  handlers: (parts) =>
    adminRoute(parts, [emailQuery(), ...pageFields()], async function listAccounts(req, res) {
      const { email, ...page } = matchedData<Page & { email?: string }>(req);
      const { items, next } = await readPage(page, (query) => parts.administration.list({ email, ...query }));
      res.send({ users: items.map(toAccountView), next });
    }),
  onFailure: reportRefusedAct,
};

function emailQuery() {
  return (
    textField(query('email').optional(), MAX_RAW_EMAIL_UNITS, NO_PART)
      .customSanitizer(normalizeEmail)
      .isLength({ max: MAX_EMAIL_CHARACTERS })
      .withMessage(NO_PART)
      // A regular expression can't carry a NUL to MongoDB, and no email has one.
      .not()
      .matches(/\p{Cc}/u)
      .withMessage(NO_PART)
  );
}
