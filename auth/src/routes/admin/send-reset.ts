import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Mails a link that sets a new password, to the address of the account alone. No admin sees it. */
export const sendReset: Endpoint<AccountChanges> = {
  method: 'post',
  path: '/api/users/{id}/password/reset',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Mail a link that sets a new password to the email of the account; no admin sees the link',
  success: { status: 202, schema: 'Nothing' },
  failures: {
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}; \`banned\`; ${CROSS_ORIGIN}`,
    404: NOT_FOUND,
  },
  handlers: (parts) =>
    adminAct(parts, [], async function sendReset(req, res, admin) {
      await changeAccount(parts, req, admin, { kind: 'send_reset' });
      res.status(202).send({});
    }),
  onFailure: reportRefusedAct,
};
