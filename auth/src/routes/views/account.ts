import { isBanned, type Account } from '../../accounts/account';
import { AccountNotFoundError } from '../../errors';
import { describeAccount } from './current-user';

/** What admins see of an account: all its roles, and a ban that is not over. */
export function toAccountView(account: Account) {
  const { roles, ban, createdAt } = account;
  const described = describeAccount(account, { roles, isWithheld: false });
  return { ...described, ...(isBanned(account) && { ban }), createdAt };
}

/** @throws NotFoundError (404 `not_found`) when there is no account */
export function known(account: Account | undefined): Account {
  if (!account) throw new AccountNotFoundError();
  return account;
}
