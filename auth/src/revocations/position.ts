/** From where a follower may resume: it holds all that was revoked in this election's time before `from`. */
export interface Position {
  /** Of the primary that was read: 24 hex digits, or 32 for a server that is no replica set. */
  readonly election: string;
  /** In ms since 1970, by the primary's clock. */
  readonly from: number;
}

/** Bounded: a header can hold kilobytes, and a larger number would not be exact. */
const POSITION = /^([0-9a-f]{24}|[0-9a-f]{32})\.(\d{1,15})$/;

/** Writes a position as the feed has it: `<election>.<from>`. */
export function formatPosition({ election, from }: Position): string {
  return `${election}.${from}`;
}

/** Reads what a follower sent as its position. @returns undefined for anything that is none */
export function parsePosition(text: string): Position | undefined {
  const match = POSITION.exec(text);
  return match ? { election: match[1]!, from: Number(match[2]) } : undefined;
}
