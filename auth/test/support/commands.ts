import { databaseUri, startAuth, type TestAuth } from './auth-service';

/** A service that tells which commands it sends to MongoDB. */
export interface CountedAuth extends TestAuth {
  /** The commands that were sent while something was done, such as `find users`. */
  commandsOf(step: () => Promise<unknown>): Promise<string[]>;
}

export async function startCountedAuth(env: NodeJS.ProcessEnv = {}): Promise<CountedAuth> {
  const auth = await startAuth({ MONGO_URI: `${databaseUri()}?monitorCommands=true`, ...env });
  let commands: string[] = [];
  auth.connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (isInBackground(command)) return;
    commands.push(`${commandName} ${String((command as Record<string, unknown>)[commandName])}`);
  });
  return {
    ...auth,
    async commandsOf(step) {
      commands = [];
      await step();
      return commands;
    },
  };
}

/** What moves events to the log, and counts failed sign-ins there, comes in its own time, whatever else is asked meanwhile. */
function isInBackground({ insert, update, updates, filter }: Record<string, unknown>): boolean {
  const isOfLog = insert === 'events' || update === 'events';
  const looksForDeleted = (JSON.stringify(filter) ?? '').startsWith('{"_id":{"$in":');
  return isOfLog || looksForDeleted || (JSON.stringify(updates) ?? '').includes('"$unset":{"outbox":');
}
