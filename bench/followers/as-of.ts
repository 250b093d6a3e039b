/** What the source tells of how current it is. */
export interface AsOf {
  /** In ms since 1970. */
  readonly at: number;
  /** From where it could be resumed. */
  readonly position: string | undefined;
}

const EVENT = 'event: as-of';
const BOUNDARY = '\n\n';

/** @returns the first as-of in a piece of a stream of Server-Sent Events */
export function findAsOf(bytes: Buffer): AsOf | undefined {
  const found = bytes.indexOf(EVENT);
  if (found === -1) return undefined;
  const before = bytes.lastIndexOf(BOUNDARY, found);
  const text = bytes.toString('utf8', before === -1 ? 0 : before, bytes.indexOf(BOUNDARY, found));
  const at = /"at":(\d+)/.exec(text)?.[1];
  return at === undefined ? undefined : { at: Number(at), position: /^id: ?(.+)$/m.exec(text)?.[1] };
}
