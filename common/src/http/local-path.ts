/** Browsers take a backslash for a slash and drop tabs and line ends, so that these could name another host. */
const LOCAL_PATH = /^\/(?!\/)[^\\\p{Cc}]*$/u;

/** Whether a text is a path of this origin, with or without a query, and to no browser the name of another host (CWE-601). */
export function isLocalPath(text: string): boolean {
  return LOCAL_PATH.test(text);
}
