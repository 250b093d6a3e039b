import type { ChangeRequest } from '../../src/accounts/change-request';
import { changeAccount } from '../../src/accounts/change-account';
import type { TestAuth } from './auth-service';

/** Changes an account at once, without an entry in the audit trail. */
export async function changeNow({ services }: TestAuth, id: string, request: ChangeRequest) {
  const { accounts } = services.stores;
  const account = await accounts.findById(id);
  return account && changeAccount(accounts, account, request);
}

/** Replaces the roles of an account at once. */
export const setRolesNow = (auth: TestAuth, id: string, roles: readonly string[]) =>
  changeNow(auth, id, { kind: 'set_roles', roles });
