import { Schema, type HydratedDocument } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import { MAX_ATTEMPTS, type Ceremony, type CeremonyOwner, type Purpose, type Stage } from './ceremony';
import type { CeremonyStore } from './storage';

/** A ceremony as MongoDB has it. */
type CeremonyDocument = Omit<Ceremony, 'id'> & { _id: string };

const required = { required: true } as const;
const schema = new Schema<CeremonyDocument>(
  {
    _id: { type: String, ...required },
    purpose: { type: String, ...required },
    account: String,
    addressee: String,
    device: String,
    sessionGen: Number,
    factorGen: Number,
    proven: { type: [String], default: undefined },
    acr: String,
    challenge: String,
    factorCode: String,
    sid: String,
    attempts: { type: Number, ...required },
    expiresAt: { type: Date, ...required },
  },
  { collection: 'ceremonies', versionKey: false },
);
schema.index({ expiresAt: 1 });

/** Stores ceremonies in MongoDB. */
export function createCeremonyStore(connection: Connection): CeremonyStore {
  const ceremonies = connection.model('Ceremony', schema);
  const goingOn = (id: string, purpose: Purpose, now: Date) => ({
    _id: id,
    purpose,
    attempts: { $lt: MAX_ATTEMPTS },
    expiresAt: { $gt: now },
  });

  return {
    async createIndexes(): Promise<void> {
      await ceremonies.createIndexes();
    },

    async insert({ id, ...fields }: Ceremony): Promise<void> {
      await ceremonies.create({ _id: id, ...fields });
    },

    async insertOnce({ id, ...fields }: Ceremony): Promise<boolean> {
      try {
        await ceremonies.create({ _id: id, ...fields });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async find(id: string, purpose: Purpose, now: Date): Promise<Ceremony | undefined> {
      return toCeremony(await ceremonies.findOne(goingOn(id, purpose, now)));
    },

    async assign(id: string, purpose: Purpose, owner: CeremonyOwner, now: Date): Promise<void> {
      await ceremonies.updateOne({ ...goingOn(id, purpose, now), account: null }, { $set: owner });
    },

    async setChallenge(id: string, purpose: Purpose, challenge: string, now: Date): Promise<boolean> {
      const { matchedCount } = await ceremonies.updateOne(goingOn(id, purpose, now), { $set: { challenge } });
      return matchedCount === 1;
    },

    async addProof(id: string, purpose: Purpose, proven: readonly string[], now: Date) {
      // The last attempt may be a right one, after which more is due: it counts, though no other attempt is left.
      const present = { _id: id, purpose, expiresAt: { $gt: now } };
      const added = { $addToSet: { proven: { $each: [...proven] } } };
      return toCeremony(await ceremonies.findOneAndUpdate(present, added, { returnDocument: 'after' }));
    },

    async attempt(id: string, purpose: Purpose, now: Date, stage?: Stage): Promise<Ceremony | undefined> {
      const filter = { ...goingOn(id, purpose, now), ...(stage && atStage(stage)) };
      const before = { returnDocument: 'before' } as const;
      const counted = { $inc: { attempts: 1 }, $unset: { challenge: '' } } as const;
      return toCeremony(await ceremonies.findOneAndUpdate(filter, counted, before));
    },

    async remove(id: string, purpose: Purpose): Promise<boolean> {
      return (await ceremonies.findOneAndDelete({ _id: id, purpose })) !== null;
    },

    async removeExpired(before: Date): Promise<void> {
      await ceremonies.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}

/** Where nothing is proven, the list is absent, or empty in a ceremony of a release before second factors. */
const atStage = (stage: Stage) => ({ 'proven.0': { $exists: stage === 'proven' } });

function toCeremony(document: HydratedDocument<CeremonyDocument> | null): Ceremony | undefined {
  if (!document) return undefined;
  const { _id, proven = [], ...fields } = document.toObject();
  return { id: _id, ...fields, ...(proven.length > 0 && { proven }) };
}
