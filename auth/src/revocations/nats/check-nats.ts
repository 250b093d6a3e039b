import { ConfigurationError } from '@latchkey/common';
import { connectToNats, CredentialsRefusedError } from '@latchkey/common/protocol';

/** The first that gives pages of what a stream holds (NATS ADR-31). */
const MIN_VERSION = [2, 11] as const;

/**
 * Connects once, at start. A NATS that is away is no fault, and neither is one that refuses later: what publishes says so.
 * @throws ConfigurationError when NATS refuses the user or the password, or is too old
 */
export async function checkNats(url: URL, stopping: AbortSignal): Promise<void> {
  const version = await versionOf(url, stopping);
  if (version !== undefined && isTooOld(version))
    throw new ConfigurationError([
      `NATS_URL is of nats-server ${version}; revocations need ${MIN_VERSION.join('.')} or newer`,
    ]);
}

/** @returns undefined where there is no NATS now */
async function versionOf(url: URL, stopping: AbortSignal): Promise<string | undefined> {
  try {
    const connection = await connectToNats(url, { name: 'latchkey auth, at start' }, stopping);
    const version = connection.info?.version;
    await connection.close();
    return version;
  } catch (error) {
    if (error instanceof CredentialsRefusedError)
      throw new ConfigurationError([
        'NATS_URL has a user or a password that NATS refuses; compare them with those of the server',
      ]);
    return undefined;
  }
}

/** A version that cannot be read is not judged. */
function isTooOld(version: string): boolean {
  const [major, minor] = (/^(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
  if (major === undefined || minor === undefined) return false;
  return major < MIN_VERSION[0] || (major === MIN_VERSION[0] && minor < MIN_VERSION[1]);
}
