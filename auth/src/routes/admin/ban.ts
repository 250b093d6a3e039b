import { body, matchedData } from 'express-validator';
import type { Ban } from '../../accounts/account';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { validateReason, MAX_REASON_CODE_POINTS, MAX_REASON_UNITS } from '../../accounts/ban-reason';
import { MAX_TIME_UNITS, RFC_3339 } from '../../accounts/rfc-3339';
import {
  CROSS_ORIGIN,
  INVALID_BODY,
  LAST_ADMIN,
  NOT_FOUND,
  NOT_FRESH_ADMIN,
  NO_ADMIN,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { textField } from '../fields/text-field';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

const NO_TIME = 'Give `until` as a time with an offset, such as 2030-01-31T12:00:00Z.';

/** Signs a person out everywhere, until `until`, if it is given; then they sign in again. */
export const ban: Endpoint<AccountChanges> = {
  method: 'put',
  path: '/api/users/{id}/ban',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Sign a person out everywhere and keep them out',
  body: 'Ban',
  success: { status: 200, schema: 'Account' },
  failures: {
    400: INVALID_BODY,
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
    404: NOT_FOUND,
    409: LAST_ADMIN,
  },
  handlers: (parts) =>
    adminAct(parts, [reasonField(), untilField()], async function ban(req, res, admin) {
      const ban = matchedData<Ban>(req);
      res.send(await changeAccount(parts, req, admin, { kind: 'ban', ban }));
    }),
  onFailure: reportRefusedAct,
};

function reasonField() {
  const messages = {
    notString: '`reason` must be a string.',
    tooLong: `Use at most ${MAX_REASON_CODE_POINTS} characters.`,
  };
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
