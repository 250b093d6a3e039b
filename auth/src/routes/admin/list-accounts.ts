import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData, query } from 'express-validator';
import { MAX_RAW_EMAIL_UNITS, normalizeEmail } from '../../accounts/email';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { liveAdmin } from '../../authentication/live-admin';
import { pageFields, readPage, type Page } from '../fields/paging';
import { textField } from '../fields/text-field';
import { toUser } from '../views/account';

const NO_PART = 'Give a part of an email, once.';

/** GET /api/users?email=&after=&limit=: the accounts, in the order of their ids; `email` is a part of the address. */
export function listUsers(services: Services): RequestHandler[] {
  const { authentication, administration } = services;

  return [
    authentication.requireRole(ADMIN),
    emailQuery(),
    ...pageFields(),
    validateRequest,
    async function listUsers(req, res) {
      const { email, ...page } = matchedData<Page & { email?: string }>(req);
      await liveAdmin(services, req);
      const { items, next } = await readPage(page, (query) => administration.list({ email, ...query }));
      res.send({ users: items.map(toUser), next });
    },
  ];
}

function emailQuery() {
  return (
    textField(query('email').optional(), MAX_RAW_EMAIL_UNITS, NO_PART)
      .customSanitizer(normalizeEmail)
      .isLength({ max: 254 })
      .withMessage(NO_PART)
      // A regular expression can't carry a NUL to MongoDB, and no email has one.
      .not()
      .matches(/\p{Cc}/u)
      .withMessage(NO_PART)
  );
}
