import type { Account } from '../../accounts/account';
import type { Passkey } from '../../accounts/factors';

/** What an account can be proven by besides its password and its address, without secrets. */
export function toFactorsView({ factors: { isRequired, totp, recoveryCodes, passkeys } }: Account) {
  return {
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
