import { fileURLToPath } from 'node:url';
import { startService, type ServiceProcess } from '../lib/service-process.js';

/** The auth service as it is, in a process of its own. */
export type AuthProcess = ServiceProcess;

const MAIN = fileURLToPath(import.meta.resolve('@latchkey/auth/dist/main.js'));

/**
 * Starts the built auth service on free ports of 127.0.0.1 and waits until it is ready.
 * @param env its variables but for the ports
 * @throws Error when it ends or is not ready in half a minute
 */
export function startAuth(env: NodeJS.ProcessEnv): Promise<AuthProcess> {
  return startService('the auth service', MAIN, env);
}
