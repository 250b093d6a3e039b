import { isCommand, mongoHop, type MongoHop } from './mongo-hop';

/**
 * Stands before a MongoDB and breaks the connection instead of passing on the answer to a command, which is carried out.
 * @param command such as `delete`, on this collection
 */
export function cuttingHop(mongoUri: string, command: string, collection: string): Promise<MongoHop> {
  const isWanted = isCommand(command, collection);
  return mongoHop(mongoUri, (client, mongo) => {
    let isCut = false;
    client.on('data', (bytes) => {
      isCut ||= isWanted(bytes);
      mongo.write(bytes);
    });
    mongo.on('data', (bytes) => void (isCut ? client.destroy() : client.write(bytes)));
  });
}
