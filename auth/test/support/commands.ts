import { databaseUri, startAuth, type TestAuth } from './auth-service';

/** A service that tells which commands it sends to MongoDB. */
export interface CountedAuth extends TestAuth {
  /** The commands that were sent while something was done, such as `find users`. */
  commandsOf(step: () => Promise<unknown>): Promise<string[]>;
}

export async function startCountedAuth(env: NodeJS.ProcessEnv = {}): Promise<CountedAuth> {
  const auth = await startAuth({ MONGO_URI: `${databaseUri()}?monitorCommands=true`, ...env });
  let commands: string[] = [];
  auth.connection
    .getClient()
    .on('commandStarted', ({ commandName, command }) =>
      commands.push(`${commandName} ${String((command as Record<string, unknown>)[commandName])}`),
    );
  return {
    ...auth,
    async commandsOf(step) {
      // What was done before must not be written in the middle of the step.
      await auth.services.relay.drain();
      await auth.services.failedSignIns.drain();
      commands = [];
      await step();
      return [...commands];
    },
  };
}
