import type { Connection } from '../database';
import { userSchema } from './user-document';

const MAX_DEVICES = 20;

/** The devices that accounts know, by hashes of their cookies. */
export function createAccountDevices(connection: Connection) {
  const users = connection.model('User', userSchema);

  return {
    /** Adds a device that the account does not know yet; of more than 20 the oldest is forgotten. */
    async add(id: string, device: string): Promise<void> {
      const push = { devices: { $each: [device], $slice: -MAX_DEVICES } };
      await users.updateOne({ _id: id, deletedAt: null, devices: { $ne: device } }, { $push: push });
    },
  };
}
