import { mongo } from 'mongoose';

const DUPLICATE = 11000;

/** @throws what a bulk write failed with, unless all that it could not insert was there already */
export function throwUnlessDuplicates(error: unknown): void {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const faults = [error.writeErrors].flat();
  if (faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE)) throw error;
}
