import { readEnvironment } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';
import { createAccountStore } from '../accounts/account-store';
import { changeFactors } from '../accounts/change-factors';
import type { AccountStore } from '../accounts/storage';
import { dataVariables } from '../config/data-settings';
import { createTotpSecrets, type SecretBox } from '../credentials/totp/secret-box';
import type { Connection } from '../database';
import { CommandError, type Reencrypt } from './command';
import { removeLostSecrets } from './remove-lost-secrets';

/** What is confirmed meanwhile may need another pass. */
const MAX_PASSES = 5;

/** `reencrypt [--remove-lost]` */
export function readReencrypt([option, ...more]: readonly string[]): Reencrypt | undefined {
  if (more.length > 0 || (option !== undefined && option !== '--remove-lost')) return undefined;
  return { reencrypts: 'totp', removesLost: option !== undefined };
}

/**
 * Encrypts the TOTP secrets of all accounts with the newest key: the first of DATA_KEY without `decrypt:`. Each is one update on the
 * condition that the factors are as they were read, so it can be repeated, ended in the middle, and run beside the service.
 * @returns how many were moved, and how many had the key already
 * @throws CommandError with the same, where the key of some is missing; or without a key that encrypts. ConfigurationError
 */
export async function reencrypt(
  { removesLost }: Reencrypt,
  env: NodeJS.ProcessEnv,
  connection: Connection,
): Promise<string> {
  const secrets = createTotpSecrets(readEnvironment(env, dataVariables).DATA_KEY);
  const newest = secrets.sealingKey;
  if (newest === undefined) throw new CommandError('DATA_KEY has no key that encrypts');
  const store = createAccountStore(
    connection,
    () => undefined,
    () => undefined,
  );
  const before = await store.totpKeys.count(newest);
  let moved = 0;
  let left = await keysLeft(store, newest);
  for (let pass = 0; pass < MAX_PASSES && left.some(secrets.hasKey); pass++) {
    for (const key of left.filter(secrets.hasKey)) moved += await moveAll(store, secrets, key);
    left = await keysLeft(store, newest);
  }
  const summary = `${moved} moved to the key ${newest}, ${before} had it already`;
  if (left.length === 0) return summary;
  if (!removesLost) throw new CommandError(`${summary}; ${await describeLeft(store, left)}`);
  const lost = left.filter((key) => !secrets.hasKey(key));
  return `${summary}, ${await removeLostSecrets(store, lost)} removed whose key is lost`;
}

async function describeLeft({ totpKeys }: AccountStore, left: readonly string[]): Promise<string> {
  const counts = await Promise.all(left.map((key) => totpKeys.count(key)));
  const named = left.map((key, n) => `${counts[n]} need the key ${key}`).join(', ');
  return `${named}: put missing keys back into DATA_KEY, and run this once more`;
}

async function keysLeft({ totpKeys }: AccountStore, newest: string): Promise<readonly string[]> {
  return (await totpKeys.inUse()).filter((key) => key !== newest);
}

async function moveAll(store: AccountStore, secrets: SecretBox, key: string): Promise<number> {
  let moved = 0;
  for await (const account of store.totpKeys.accountsOf(key))
    if (await move(store, secrets, account)) moved += 1;
  return moved;
}

/** @returns whether this call moved it; false where the factors or the sessions of the account have changed meanwhile */
async function move(store: AccountStore, secrets: SecretBox, read: Account): Promise<boolean> {
  let isMoved = false;
  const changed = await changeFactors(store, read, ({ id, factors: { totp } }) => {
    isMoved = totp !== undefined && totp.key !== secrets.sealingKey;
    if (!totp || !isMoved) return undefined;
    const sealed = secrets.seal(id, secrets.open(id, totp));
    return { set: { totp: { ...totp, ...sealed } }, ends: 'nothing', entries: [] };
  });
  return isMoved && changed !== undefined;
}
