import { randomBytes } from 'node:crypto';
import { ensureAdmin } from '@latchkey/tools/dist/local/admin-account.js';
import { openSession, type Person } from './people.js';

/** Signs the admin in at an auth service, which must trust one hop, from an address. */
export type SignInAdmin = (authUrl: string, address?: string) => Promise<Person>;

/** Makes the account of an admin in a database that an auth service has started on. */
export async function makeAdmin(mongoUri: string): Promise<SignInAdmin> {
  const adminEmail = 'admin@example.com';
  const adminPassword = randomBytes(48).toString('base64url');
  await ensureAdmin(mongoUri, { adminEmail, adminPassword });
  return (authUrl, address = '10.0.0.1') =>
    openSession(authUrl, 'signin', adminEmail, adminPassword, address);
}
