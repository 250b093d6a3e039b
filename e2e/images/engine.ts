import { type Image } from './images';

/** Builds images and runs them. */
export interface Engine {
  readonly name: string;
  /** Whether this machine has it. */
  isHere(): boolean;
  /** Rejects with the first error when it cannot be built. */
  build(image: Image): Promise<void>;
  /** How large an image is, base included, in words. */
  sizeOf(image: Image): Promise<string>;
  /**
   * Runs an image as it is to be run in a cluster: as its own user, on a read-only root without a writable folder,
   * without capabilities and without a way to new ones. Only the network is this machine's.
   */
  start(image: Image, env: Readonly<Record<string, string>>): Promise<Container>;
}

export interface Container {
  /** All that it printed. */
  readonly output: () => string;
  /** Its exit code; null when it was killed. */
  readonly exited: Promise<number | null>;
  /** Sends SIGTERM to its first process; rejects while the container does not run. */
  terminate(): Promise<void>;
  /** Runs a program in it and gives what it prints; rejects while the container does not run. */
  run(...command: string[]): Promise<string>;
  /** Leaves nothing of it, whether it runs or not. */
  remove(): Promise<void>;
}
