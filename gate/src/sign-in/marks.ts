import { joinTarget, readRefusedRefresh, splitTarget } from '@latchkey/common/protocol';

/** What the gate sends a browser away for. */
const ERRANDS = ['refresh', 'signin', 'confirm'] as const;
export type Errand = (typeof ERRANDS)[number];

/** Says in the address of a page what the gate sent the browser away for, and when. */
const MARK = 'latchkey_sent=';
/** A browser that is back within this time, and would be sent for the same again, would go round in circles. */
const ROUND_S = 60;

/** What the address of a page says of the way that the browser came. */
export interface Marks {
  /** The path without the marks. */
  readonly path: string;
  readonly hasMarks: boolean;
  /** What the gate sent the browser away for a moment ago. */
  readonly sentFor: readonly Errand[];
  /** The digest of the session cookie whose refresh the auth service refused. */
  readonly refusedDigest: string | undefined;
}

/** Reads the marks of a path. Anybody can make them up: they only decide between a redirect and none. */
export function readMarks(path: string): Marks {
  const refused = readRefusedRefresh(path);
  const target = splitTarget(refused?.location ?? path);
  const marks = target.parameters.filter(isMark);
  const parameters = target.parameters.filter((parameter) => !isMark(parameter));
  return {
    path: joinTarget({ ...target, parameters }),
    hasMarks: refused !== undefined || marks.length > 0,
    sentFor: ERRANDS.filter((errand) => marks.some((mark) => isFresh(mark, errand))),
    refusedDigest: refused?.digest,
  };
}

/** Adds to a path without marks what the gate sends the browser away for now, and what it did a moment ago. */
export function addMarks(path: string, errands: readonly Errand[]): string {
  const target = splitTarget(path);
  const now = Math.floor(Date.now() / 1000);
  const marks = errands.map((errand) => `${MARK}${errand}.${now}`);
  return joinTarget({ ...target, parameters: [...target.parameters, ...marks] });
}

function isFresh(mark: string, errand: Errand): boolean {
  const prefix = `${MARK}${errand}.`;
  if (!mark.startsWith(prefix)) return false;
  return Math.abs(Date.now() / 1000 - Number(mark.slice(prefix.length) || NaN)) < ROUND_S;
}

function isMark(parameter: string): boolean {
  return parameter.startsWith(MARK);
}
