import { ConfigurationError } from '@latchkey/common';
import { connectToNats, CredentialsRefusedError } from '@latchkey/common/protocol';

/**
 * Connects once, at start. A NATS that is away is no fault, and neither is one that refuses later: who publishes says so.
 * @throws ConfigurationError when NATS refuses the user or the password
 */
export async function checkNatsCredentials(url: URL, stopping: AbortSignal): Promise<void> {
  try {
    const connection = await connectToNats(url, { name: 'latchkey auth, at start' }, stopping);
    await connection.close();
  } catch (error) {
    if (error instanceof CredentialsRefusedError)
      throw new ConfigurationError([
        'NATS_URL has a user or a password that NATS refuses; compare them with those of the server',
      ]);
  }
}
