const HERE = 'http://here';
const MAX_CHARACTERS = 4096;
/** Browsers take a backslash for a slash and drop tabs and line ends, so that these could name another host. */
const LOCAL_PATH = /^\/(?!\/)[^\\\p{Cc}]*$/u;

/** The path on this origin that a person asked to go on to, or the start page; never another host (open redirect, CWE-601). */
export function localPath(asked: string | null): string {
  // Only then it is parsed: to parse a host is quadratic in its characters (IDNA).
  if (asked === null || asked.length > MAX_CHARACTERS || !LOCAL_PATH.test(asked)) return '/';
  if (!URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search } = new URL(asked, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : '/';
}
