/**
 * Puts together what a read cut in two: `read` gets each piece of a stream, up to the last delimiter in it. Mostly that is
 * all that came, and nothing is copied.
 */
export function createPieces(delimiter: string, read: (bytes: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer | undefined;
  return (bytes) => {
    const all = rest ? Buffer.concat([rest, bytes]) : bytes;
    const last = all.lastIndexOf(delimiter);
    const end = last === -1 ? 0 : last + delimiter.length;
    rest = end === all.length ? undefined : Buffer.from(all.subarray(end));
    if (end > 0) read(all.subarray(0, end));
  };
}
