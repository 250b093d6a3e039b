import type { Mark } from '@latchkey/common/protocol';

/** From where a follower may resume: it holds all that was revoked in this election's time before `from`. */
export interface Position {
  /** Of the primary that was read: 24 hex digits, or 32 for a server that is no replica set. */
  readonly election: string;
  /** In ms since 1970, by the primary's clock. */
  readonly from: number;
  /** Of a snapshot: it also holds all that this replica had learnt until then. */
  readonly mark?: Mark | undefined;
}

/** Bounded: a header can hold kilobytes, and a larger number would not be exact. */
const POSITION = /^([0-9a-f]{24}|[0-9a-f]{32})\.(\d{1,15})(?:\.([0-9a-f]{16})\.(\d{1,15}))?$/;

/** Writes a position as the feed has it: `<election>.<from>`, and `.<process>.<count>` behind it for a snapshot. */
export function formatPosition({ election, from, mark }: Position): string {
  return [election, from, ...(mark ? [mark.process, mark.count] : [])].join('.');
}

/** Reads what a follower sent as its position. @returns undefined for anything that is none */
export function parsePosition(text: string): Position | undefined {
  const [matched, election, from, process, count] = POSITION.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const position = { election: election!, from: Number(from) };
  return process === undefined ? position : { ...position, mark: { process, count: Number(count) } };
}
