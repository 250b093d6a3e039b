import { readRefusedRefresh } from '@latchkey/common/protocol';

/** Says in the address of a page when the gate sent the browser away from it. */
const MARK = 'latchkey_sent=';
/** A browser that is back within this time, and refused again, would go round in circles. */
const ROUND_S = 60;

/** What the address of a page says of the way that the browser came. */
export interface Marks {
  /** The path without the marks. */
  readonly path: string;
  readonly hasMarks: boolean;
  /** Whether the gate sent the browser away a moment ago. */
  readonly wasSent: boolean;
  /** The digest of the session cookie whose refresh the auth service refused. */
  readonly refusedDigest: string | undefined;
}

/** Reads the marks of a path. Anybody can make them up: they only decide between a redirect and none. */
export function readMarks(path: string): Marks {
  const refused = readRefusedRefresh(path);
  const { page, parameters } = split(refused?.location ?? path);
  const mark = parameters.find(isMark);
  const age = Date.now() / 1000 - Number(mark?.slice(MARK.length) ?? NaN);
  return {
    path: join(
      page,
      parameters.filter((parameter) => !isMark(parameter)),
    ),
    hasMarks: refused !== undefined || mark !== undefined,
    wasSent: Math.abs(age) < ROUND_S,
    refusedDigest: refused?.digest,
  };
}

/** Adds to a path without marks that the gate sends the browser away now. */
export function addMark(path: string): string {
  const { page, parameters } = split(path);
  return join(page, [...parameters, MARK + Math.floor(Date.now() / 1000)]);
}

function isMark(parameter: string): boolean {
  return parameter.startsWith(MARK);
}

function split(path: string): { page: string; parameters: string[] } {
  const at = path.indexOf('?');
  if (at === -1) return { page: path, parameters: [] };
  return { page: path.slice(0, at), parameters: path.slice(at + 1).split('&') };
}

function join(page: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? page : `${page}?${parameters.join('&')}`;
}
