import type { Connection } from '../database';
import type { AccountDevices } from './storage';
import { accountSchema } from './account-document';

const MAX_DEVICES = 20;

export function createAccountDevices(connection: Connection): AccountDevices {
  const users = connection.model('Account', accountSchema);

  return {
    async add(id: string, device: string): Promise<void> {
      const push = { devices: { $each: [device], $slice: -MAX_DEVICES } };
      await users.updateOne({ _id: id, deletedAt: null, devices: { $ne: device } }, { $push: push });
    },
  };
}
