import { setTimeout as sleep } from 'timers/promises';
import { createFairPlaces, type FairPlaces } from '../server/fair-places';

/** An open stream of GET /revocations. */
interface Stream {
  end(): unknown;
  destroy(): unknown;
}

/** The open streams of a replica. */
export type Followers = FairPlaces<Stream>;

/** Followers sent away in a second; all are gone within 10 s, since a pod has 30 s to end. */
const SENT_AWAY_A_SECOND = 250;
const MAX_SECONDS = 10;
const STEPS_A_SECOND = 20;

/** @param max how many streams one replica serves */
export function createFollowers(max: number): Followers {
  return createFairPlaces(max, (stream) => stream.destroy());
}

/**
 * Ends the streams of a replica that is to end, evenly over some time, so that its followers do not all come to another
 * one in the same moment. Which one goes first is left to chance.
 */
export async function sendAway(followers: Followers): Promise<void> {
  const left = shuffled(followers.holders());
  const steps = Math.ceil(Math.min(left.length / SENT_AWAY_A_SECOND, MAX_SECONDS) * STEPS_A_SECOND);
  for (let stepsLeft = steps; stepsLeft > 0; stepsLeft--) {
    await sleep(1000 / STEPS_A_SECOND);
    for (const stream of left.splice(0, Math.ceil(left.length / stepsLeft))) stream.end();
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, turn: Math.random() }))
    .sort((one, other) => one.turn - other.turn)
    .map(({ item }) => item);
}
