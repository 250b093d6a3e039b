import type { KeySet } from './key-ring';

/** Keys that come from elsewhere and can change while the process runs. */
export interface RemoteKeys extends KeySet {
  /**
   * Asks for keys that may have come since, when that was not done lately.
   * @throws UnavailableError (503) when nobody can tell
   */
  learn(): Promise<void>;
  /** Calls `listener` each time that the keys have become others. */
  onChange(listener: () => void): void;
}
