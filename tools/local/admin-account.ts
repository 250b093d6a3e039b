import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './data-folder';
import type { DevSecrets } from './dev-secrets';

const run = promisify(execFile);

/**
 * Makes the local admin's account unless it is there, and gives it the role as an operator would.
 * @throws Error where nobody may sign up, and there is no account yet
 */
export async function ensureAdmin(
  authUrl: string,
  mongoUri: string,
  secrets: Pick<DevSecrets, 'adminEmail' | 'adminPassword'>,
): Promise<void> {
  const command = async (...args: string[]) => {
    const env = { PATH: process.env.PATH, MONGO_URI: mongoUri };
    return (await run(process.execPath, [join(ROOT, 'auth/dist/admin.js'), ...args], { env })).stdout.trim();
  };
  const email = secrets.adminEmail;
  const grant = () => command('grant', 'admin', email);
  if (await grant().catch(() => undefined)) return;

  // With an invitation, since SIGN_UP may ask for one.
  const invitation = await command('invite', email);
  const answer = await fetch(`${authUrl}/api/users/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: secrets.adminPassword, invitation }),
  });
  const { code } = (await answer.json()) as { code?: string };
  if (code === 'sign_up_closed') {
    throw new Error('SIGN_UP=closed, and there is no admin yet. Start once with SIGN_UP=invite.');
  }
  if (!answer.ok) throw new Error(`could not make the local admin account: ${code}`);
  await grant();
}
