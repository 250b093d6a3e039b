import { parseRevocation } from '../../revocation';
import type { FeedSink } from '../feed';
import { positionOf } from './bounds';
import { createLineReader } from './lines';

type Line = Partial<Record<string, unknown>>;

/**
 * Reads a snapshot, JSON lines: `{asOf, window, position?}`, `{key, until}` for each entry, `{end}` with their number.
 * Its entries are told as they come, and its as-of only when it has come to its end.
 * @returns its position; undefined, without reading on, when it has none
 * @throws Error when it is cut or malformed
 */
export async function readSnapshot(body: AsyncIterable<string>, sink: FeedSink): Promise<string | undefined> {
  const reader = createLineReader();
  let head: { readonly asOf: number; readonly position: string } | undefined;
  let entries = 0;
  let end: unknown;
  for await (const text of body) {
    for (const line of reader.read(text).map(parseLine)) {
      if (!head) {
        const { asOf } = line;
        if (!isInteger(asOf)) throw new Error('the snapshot has no as-of');
        const position = positionOf(line.position);
        if (position === undefined) return undefined;
        head = { asOf, position };
      } else if (end !== undefined) throw new Error('the snapshot goes on after its end');
      else if (line.key === undefined && line.end !== undefined) end = line.end;
      else {
        entries += 1;
        const revocation = parseRevocation(line.key, line.until);
        if (revocation) sink.revoked(revocation);
      }
    }
  }
  if (!head || end !== entries || !reader.isAtEnd) throw new Error('the snapshot is incomplete');
  sink.snapshot(head.asOf, head.position);
  return head.position;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function parseLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of JSON.parse would repeat what is there.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the snapshot has a line that is no JSON object');
  return value;
}
