import { isBanned, type Account } from '../../accounts/account';
import { AccountNotFoundError } from '../../errors';
import { toCurrentUser } from './current-user';

/** What admins see of an account; a ban that is over is not one. */
export function toAccountView(account: Account) {
  const { ban, createdAt } = account;
  return { ...toCurrentUser(account), ...(isBanned(account) && { ban }), createdAt };
}

/** @throws NotFoundError (404 `not_found`) when there is no account */
export function known(account: Account | undefined): Account {
  if (!account) throw new AccountNotFoundError();
  return account;
}
