import { spawn } from 'node:child_process';
import { randomBytes, scryptSync } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './data-folder';
import type { DevSecrets } from './dev-secrets';

/**
 * Makes the local admin's account unless it is there, and gives it the role, as an operator would. It works with each value of SIGN_UP
 * and of EMAIL_VERIFICATION.
 */
export async function ensureAdmin(
  mongoUri: string,
  { adminEmail: email, adminPassword }: Pick<DevSecrets, 'adminEmail' | 'adminPassword'>,
): Promise<void> {
  const grant = () => command(mongoUri, ['grant', 'admin', email]);
  const isThere = await grant().then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await command(mongoUri, ['import', '-'], JSON.stringify({ email, hash: hashOf(adminPassword) }));
  await command(mongoUri, ['verify', email]);
  await grant();
}

/** In a format that an import takes. The first sign-in replaces it. */
function hashOf(password: string): string {
  const salt = randomBytes(16).toString('hex');
  return `${scryptSync(password, salt, 64).toString('hex')}.${salt}`;
}

/** Runs the admin's command line. @throws Error with what it said */
async function command(mongoUri: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'auth/dist/admin.js'), ...args], {
    env: { PATH: process.env.PATH, MONGO_URI: mongoUri },
  });
  child.stdin.end(input);
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`could not make the local admin account: ${said.trim()}`);
}
