/** What happened, as text, in order: made once for all who are told. */
export interface News {
  /** The place of what comes next. */
  readonly end: number;
  add(text: string): void;
  /** What to tell next from a place on. @returns undefined when it is not held any more */
  from(place: number): Chunk | undefined;
}

/** Some of it. */
export interface Chunk {
  readonly bytes: Buffer;
  /** The place behind it. */
  readonly end: number;
}

/** Texts in a chunk: about 20 KB. */
const CHUNK = 256;
/** Texts that are held; up to twice as many for a while. */
const HELD = 50_000;

/** Makes an empty one. */
export function createNews(): News {
  let texts: string[] = [];
  /** The place of the first that is held. */
  let first = 0;
  const chunks = new Map<number, Chunk>();

  /** Ends at a multiple of its size, so that all who are behind come to the same chunks. */
  function cut(place: number): Chunk {
    const end = Math.min(place - (place % CHUNK) + CHUNK, first + texts.length);
    const bytes = Buffer.from(texts.slice(place - first, end - first).join(''));
    return { bytes, end };
  }

  return {
    get end() {
      return first + texts.length;
    },
    add(text) {
      chunks.clear();
      if (texts.push(text) < 2 * HELD) return;
      texts = texts.slice(HELD);
      first += HELD;
    },
    from(place) {
      if (place < first) return undefined;
      const chunk = chunks.get(place) ?? cut(place);
      chunks.set(place, chunk);
      return chunk;
    },
  };
}
