import { availableParallelism } from 'node:os';
import { PLACES_PER_CORE } from '../../src/credentials/password/hash-queue';
import type { TestAuth } from './auth-service';

/** Keeps every core of the hashes busy, with one more hash waiting. @returns what lets them go */
export function occupyCores({ services: { hashes } }: TestAuth): () => Promise<void> {
  const { busy, finish } = work();
  const all: Promise<void>[] = [];
  while (hashes.waiting() === 0) all.push(hashes.withPlace('busy cores', (hash) => hash(() => busy)));
  return async () => {
    finish();
    await Promise.all(all);
  };
}

/** Takes all places of the hashes, each for another address. @returns what gives them back */
export function fillPlaces({ services: { hashes } }: TestAuth): () => Promise<void> {
  const { busy, finish } = work();
  const all = Array.from({ length: availableParallelism() * PLACES_PER_CORE }, (_, n) =>
    hashes.withPlace(`filler ${n}`, () => busy),
  );
  return async () => {
    finish();
    await Promise.all(all);
  };
}

/** Work that ends when the test says so. */
export function work() {
  let finish: () => void = () => undefined;
  const busy = new Promise<void>((resolve) => (finish = resolve));
  return { busy, finish: () => finish() };
}
