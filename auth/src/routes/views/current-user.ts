import type { Account } from '../../accounts/account';

/** What an account shows of itself in an answer. */
export function toPerson({ id, email, roles, claims }: Account) {
  return { id, email, roles, ...(claims && { claims }) };
}
