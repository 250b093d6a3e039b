import type { Account } from '../../accounts/account';
import type { Passkey } from '../../accounts/factors';
import { hasPassword } from '../../authentication/ways-in';

/** What an account can be proven by besides its address, without secrets. */
export function toFactorsView(account: Account) {
  const { isRequired, totp, recoveryCodes, passkeys } = account.factors;
  return {
    password: hasPassword(account),
    required: isRequired,
    totp: totp === undefined ? null : { since: totp.since },
    recoveryCodes: recoveryCodes.length,
    passkeys: passkeys.map(toPasskeyView),
  };
}

/** A passkey, as its owner and admins see it. */
export function toPasskeyView({ id, name, createdAt, lastUsedAt, isBackedUp }: Passkey) {
  return { id, name, createdAt, lastUsedAt, backedUp: isBackedUp };
}
