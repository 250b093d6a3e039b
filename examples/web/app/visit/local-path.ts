/** The path on this origin that a person asked to go on to, or the start page; never another host (open redirect, CWE-601). */
export function localPath(asked: string | null): string {
  const HERE = 'http://here';
  if (!asked?.startsWith('/') || !URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search } = new URL(asked, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : '/';
}
