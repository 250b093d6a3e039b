import type { KeySet } from '../config/key-ring';

/** Keys that come from elsewhere and can change while the process runs. */
export interface RemoteKeys extends KeySet {
  /**
   * Asks for keys that may have come since, when that was not done lately.
   * @throws UnavailableError (503) when nobody can tell
   */
  learn(): Promise<void>;
  /** Calls `listener` after each time that the keys were replaced. */
  onChange(listener: () => void): void;
}
