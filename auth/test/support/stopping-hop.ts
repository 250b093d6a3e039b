import { isCommand, mongoHop, type MongoHop } from './mongo-hop';

/** Where a wire stops. */
export interface Stop {
  /** Such as `insert`, on this collection. */
  readonly command: string;
  readonly collection: string;
  /** Whether the database gets the command; the answer stays away either way. */
  readonly isCarriedOut: boolean;
}

export interface StoppingHop extends MongoHop {
  /** Lets connections stop at such commands from now on. */
  arm(): void;
  /** Resolves when one has stopped. */
  readonly stopped: Promise<void>;
}

/** Stands before a MongoDB. A connection that a command comes on stays open from then on, and carries nothing. */
export async function stoppingHop(
  mongoUri: string,
  { command, collection, isCarriedOut }: Stop,
): Promise<StoppingHop> {
  const isWanted = isCommand(command, collection);
  let [isArmed, onStop] = [false, () => undefined as void];
  const stopped = new Promise<void>((resolve) => (onStop = resolve));
  const hop = await mongoHop(mongoUri, (client, mongo) => {
    let isStopped = false;
    client.on('data', (bytes) => {
      if (isStopped) return;
      isStopped = isArmed && isWanted(bytes);
      if (isStopped && !isCarriedOut) return onStop();
      mongo.write(bytes);
    });
    mongo.on('data', (bytes) => {
      // The answer says that the command is carried out.
      if (isStopped) onStop();
      else client.write(bytes);
    });
  });
  return { ...hop, stopped, arm: () => void (isArmed = true) };
}
