import { constants, gunzipSync } from 'node:zlib';

const LONGEST_HEAD = 4096;

/**
 * Reads the position from the first bytes of a snapshot that is compressed, without the rest.
 * @param bytes as HTTP carries them, in chunks or not
 * @returns undefined where the source has none
 */
export function positionOf(bytes: Buffer): string | undefined {
  // Where gzip begins (RFC 1952); before it there can be the length of a chunk.
  const start = bytes.indexOf('\x1f\x8b', 0, 'latin1');
  const head = bytes.subarray(start, start + LONGEST_HEAD);
  const text = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  return /"position":"([^"]+)"/.exec(text.slice(0, text.indexOf('\n')))?.[1];
}
