import { ConfigurationError } from '@latchkey/common';
import type { AccountStore } from '../accounts/storage';
import { createTotpSecrets } from '../credentials/totp/secret-box';

export interface FactorSettings {
  readonly DATA_KEY: string | undefined;
  readonly APP_NAME: string;
}

/** What the factors of accounts are changed and checked with. */
export function createFactorFlows({ DATA_KEY, APP_NAME }: FactorSettings, accounts: AccountStore) {
  const totpSecrets = createTotpSecrets(DATA_KEY);
  return {
    totpSecrets,
    totpIssuer: APP_NAME,
    factorAccounts: accounts,

    /**
     * Checks at start that the secrets of accounts can be opened: without their key their owners cannot sign in.
     * @throws ConfigurationError that names the keys that are missing
     */
    async requireDataKeys(): Promise<void> {
      const missing = (await accounts.totpKeys.inUse()).filter((key) => !totpSecrets.hasKey(key));
      if (missing.length === 0) return;
      const named = missing.map((key) => `"${key}"`).join(', ');
      throw new ConfigurationError([
        `DATA_KEY lacks the key ${named}, which TOTP secrets of accounts are encrypted with; put it back, with decrypt: before it, or see docs/operations.md if it is lost`,
      ]);
    },
  };
}
