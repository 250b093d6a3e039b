import { randomBytes } from 'node:crypto';
import { createTotpSecrets } from '../../src/credentials/totp/secret-box';
import type { TestAuth } from './auth-service';

export const newDataKey = () => randomBytes(32).toString('base64');

/** Gives an account an authenticator app, past the service. @returns its secret */
export async function giveTotp(auth: TestAuth, id: string, dataKey: string): Promise<Buffer> {
  const secret = randomBytes(20);
  const { accounts } = auth.services.stores;
  const totp = { ...createTotpSecrets(dataKey).seal(id, secret), since: new Date(), step: 0 };
  const account = (await accounts.findById(id))!;
  await accounts.factors.change(account, { set: { totp, isRequired: true }, ends: 'nothing', entries: [] });
  return secret;
}

/** What opens the secret of an account. */
export async function openTotp(auth: TestAuth, id: string, dataKey: string): Promise<Buffer> {
  const account = (await auth.services.stores.accounts.findById(id))!;
  return createTotpSecrets(dataKey).open(id, account.factors.totp!);
}

/** The name of a key. */
export const nameOf = (dataKey: string): string => createTotpSecrets(dataKey).sealingKey!;
