import type { Way } from './ways.js';

/** What happened to the followers of a storm together. */
export interface Tally {
  counted(bytes: number): void;
  answered(request: Way, status: number): void;
  current(): void;
}
