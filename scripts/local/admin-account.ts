import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './data-folder';
import type { DevSecrets } from './dev-secrets';

const run = promisify(execFile);

/** Makes the local admin's account unless it is there, and gives it the role as an operator would. */
export async function ensureAdmin(authUrl: string, mongoUri: string, secrets: DevSecrets): Promise<void> {
  const answer = await fetch(`${authUrl}/api/users/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: secrets.adminEmail, password: secrets.adminPassword }),
  });
  const { code } = (await answer.json()) as { code?: string };
  if (!answer.ok && code !== 'email_in_use')
    throw new Error(`could not make the local admin account: ${code}`);
  await run(process.execPath, [join(ROOT, 'auth/dist/admin.js'), 'grant', 'admin', secrets.adminEmail], {
    env: { PATH: process.env.PATH, MONGO_URI: mongoUri },
  });
}
