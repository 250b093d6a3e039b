import type { AccountStore } from '../accounts/storage';
import { createChallenges } from '../credentials/passkeys/challenges';
import type { RelyingParty } from '../credentials/passkeys/relying-party';
import { createPasskeyCookie } from '../http/passkey-cookie';

interface PasskeySettings {
  /** Undefined where passkeys are off. */
  readonly relyingParty: RelyingParty | undefined;
  readonly jwtKey: string;
  readonly cookieSecure: boolean;
}

/** Without an origin no proof is right. */
const NOBODY: RelyingParty = { id: '', name: '', origins: [] };

/** What passkeys are registered and proven with. */
export function createPasskeyFlows(
  { relyingParty = NOBODY, jwtKey, cookieSecure }: PasskeySettings,
  accounts: AccountStore,
) {
  return {
    relyingParty,
    passkeyAccounts: accounts,
    challenges: createChallenges(jwtKey),
    passkeyCookie: createPasskeyCookie({ cookieSecure }),
  };
}
