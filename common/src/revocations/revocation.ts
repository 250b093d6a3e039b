/**
 * That access tokens died before they expired: those of a user with a smaller `gen`, or those of a session. It never
 * changes, and telling it twice or late does no harm. `until`, in seconds since 1970, is when the newest token that it
 * can concern has expired.
 */
export type Revocation =
  | { readonly kind: 'user'; readonly user: string; readonly gen: number; readonly until: number }
  | { readonly kind: 'session'; readonly session: string; readonly until: number };

const KEY = /^(?:user\.([\w-]{1,64})\.(\d{1,15})|session\.([\w-]{1,64}))$/;

/** The key of a revocation on every feed: `user.<id>.<gen>` or `session.<sid>`. */
export function keyOf(revocation: Revocation): string {
  switch (revocation.kind) {
    case 'user':
      return `user.${revocation.user}.${revocation.gen}`;
    case 'session':
      return `session.${revocation.session}`;
  }
}

/**
 * Reads what a feed carried.
 * @param until seconds since 1970
 * @returns undefined for anything that is not a revocation of a known kind: a newer feed may carry others, and no feed may
 *   be able to stop a service
 */
export function parseRevocation(key: unknown, until: unknown): Revocation | undefined {
  const match = typeof key === 'string' ? KEY.exec(key) : undefined;
  if (!match || !Number.isSafeInteger(until)) return undefined;
  const [, user, gen, session] = match;
  return user !== undefined
    ? { kind: 'user', user, gen: Number(gen), until: Number(until) }
    : { kind: 'session', session: session!, until: Number(until) };
}

/** Parses JSON that is expected to be an object; anything else comes out as one without fields. */
export function readJson(text: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
