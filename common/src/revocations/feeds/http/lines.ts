import { MAX_CHARACTERS } from './bounds';

/** Cuts text into lines, each ended by a line feed. */
export interface LineReader {
  /** @throws Error for a line that is too long, also before its end has come */
  read(text: string): readonly string[];
  /** Whether the last line has ended. */
  readonly isAtEnd: boolean;
}

export function createLineReader(): LineReader {
  let rest = '';
  return {
    read(text) {
      const lines = (rest + text).split('\n');
      if (lines.some((line) => line.length > MAX_CHARACTERS)) throw new Error('a line is too long');
      rest = lines.pop()!;
      return lines;
    },
    get isAtEnd() {
      return rest === '';
    },
  };
}
