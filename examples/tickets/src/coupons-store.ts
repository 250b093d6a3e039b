import { mongo, Schema, type Connection } from 'mongoose';

export interface Coupon {
  code: string;
  percentOff: number;
}

interface CouponDocument {
  _id: string;
  percentOff: number;
}

// The code is the _id, so it is unique from the first write on, without an index that has to be built before.
const schema = new Schema<CouponDocument>(
  { _id: { type: String, required: true }, percentOff: { type: Number, required: true } },
  { versionKey: false },
);

const DUPLICATE_KEY = 11000;

/** The only place that knows how coupons are stored. */
export function createCouponStore(connection: Connection) {
  const coupons = connection.model('Coupon', schema);

  return {
    /** @returns false when the code is taken */
    async insert({ code, percentOff }: Coupon): Promise<boolean> {
      try {
        await coupons.create({ _id: code, percentOff });
        return true;
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
        throw error;
      }
    },
  };
}

export type CouponStore = ReturnType<typeof createCouponStore>;
