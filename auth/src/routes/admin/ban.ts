import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import type { Ban } from '../../accounts/account';
import { validateReason, MAX_REASON_UNITS } from '../../accounts/ban-reason';
import { ADMIN } from '../../accounts/roles';
import { MAX_TIME_UNITS, RFC_3339 } from '../../accounts/rfc-3339';
import type { Services } from '../../services';
import { changeUser } from './change-account';
import { textField } from '../fields/text-field';

const NO_TIME = 'Give `until` as a time with an offset, such as 2030-01-31T12:00:00Z.';

/** PUT /api/users/:id/ban: signs a person out everywhere, until `until`, if it is given; then they sign in again. */
export function ban(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    reasonField(),
    untilField(),
    validateRequest,
    async function ban(req, res) {
      res.send(await changeUser(services, req, { kind: 'ban', ban: matchedData<Ban>(req) }));
    },
  ];
}

function reasonField() {
  const messages = { notString: 'Give the reason as a text.', tooLong: 'Use at most 500 characters.' };
  return textField(body('reason').optional(), MAX_REASON_UNITS, messages).custom((reason: string) => {
    const fault = validateReason(reason);
    if (fault !== undefined) throw new Error(`Give another reason: ${fault}.`);
    return true;
  });
}

/** A time with its offset, since the server's own zone is unknown to the caller (RFC 3339, section 5.6). */
function untilField() {
  return (
    textField(body('until').optional(), MAX_TIME_UNITS, NO_TIME)
      .matches(RFC_3339)
      .withMessage(NO_TIME)
      .bail()
      // Knows which days a month has.
      .isISO8601({ strict: true, strictSeparator: true })
      .withMessage(NO_TIME)
      .bail()
      .custom((until: string) => Date.parse(until) > Date.now())
      .withMessage('`until` must be in the future.')
      .toDate()
  );
}
