import type { TestAuth } from './auth-service';
import { spawnProgram } from './spawn-auth';

/** Runs the admin command as an operator would, on the database of the service. */
export async function runAdmin(auth: TestAuth, args: string[], env?: NodeJS.ProcessEnv) {
  const command = spawnProgram('admin.js', args, env ?? { MONGO_URI: auth.config.MONGO_URI });
  const { code } = await command.exited;
  return { code, stdout: command.stdout(), stderr: command.stderr() };
}
