import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import type { Ban } from '../accounts/account';
import { faultOfReason } from '../accounts/ban-reason';
import { ADMIN } from '../accounts/roles';
import type { Services } from '../services';
import { changeUser } from './support/change-user';

/** PUT /api/users/:id/ban: signs a person out everywhere, and lets them in again when `until` has come, if it is given. */
export function ban(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    reasonField(),
    untilField(),
    validateRequest,
    async function ban(req, res) {
      const ban = matchedData<Ban>(req);
      const entry = { action: 'ban', details: ban } as const;
      res.send(await changeUser(services, req, entry, (id) => services.administration.ban(id, ban)));
    },
  ];
}

function reasonField() {
  return body('reason')
    .optional()
    .isString()
    .withMessage('Give the reason as a text.')
    .bail()
    .custom((reason: string) => {
      const fault = faultOfReason(reason);
      if (fault !== undefined) throw new Error(`Give another reason: ${fault}.`);
      return true;
    });
}

/** A time with its offset, since the server's own is nobody's business (RFC 3339). */
function untilField() {
  return body('until', 'Give until as a time such as 2030-01-31T12:00:00Z.')
    .optional()
    .isString()
    .bail()
    .isISO8601({ strict: true, strictSeparator: true })
    .matches(/T.*(Z|[+-]\d\d:\d\d)$/)
    .bail()
    .custom((until: string) => Date.parse(until) > Date.now())
    .withMessage('Give an until that is still to come.')
    .toDate();
}
