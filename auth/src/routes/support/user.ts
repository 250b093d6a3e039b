import { NotFoundError } from '@latchkey/common';
import { isBanned, type Account } from '../../accounts/account';

/** What admins see of an account; a ban that is over is not one. */
export function toUser(account: Account) {
  const { id, email, roles, ban, createdAt } = account;
  return { id, email, roles, ...(isBanned(account) && { ban }), createdAt };
}

/** @throws NotFoundError (404 `not_found`) when there is no account */
export function known(account: Account | undefined): Account {
  if (!account) throw new NotFoundError('There is no user with this id.');
  return account;
}
