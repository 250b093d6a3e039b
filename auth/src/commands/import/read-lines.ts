const NEWLINE = 0x0a;

/** One line of a file. */
export interface Line {
  /** Of the first it is 1. */
  readonly number: number;
  /** Undefined when the line is longer than it may be, or no UTF-8. */
  readonly text: string | undefined;
}

/**
 * Splits a stream of bytes into lines. Of a line that is too long no more than a chunk is held.
 * @param maxBytes of a line, without its end
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  let [parts, bytes, number]: [Buffer[], number, number] = [[], 0, 1];
  const take = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
  };
  const end = (): Line => {
    const line = { number, text: bytes <= maxBytes ? decode(Buffer.concat(parts)) : undefined };
    [parts, bytes, number] = [[], 0, number + 1];
    return line;
  };

  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, to));
      yield end();
      from = to + 1;
    }
    take(chunk.subarray(from));
  }
  if (bytes > 0) yield end();
}

/** Takes a byte order mark away. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
