/**
 * Of a path: a slash, backslash or dot that is percent-encoded, a backslash, and a dot segment. Anywhere: a `#`, which no
 * request target has (RFC 9112, 3.2), and behind which some servers read on and others do not.
 */
const AMBIGUOUS = /#|^[^?]*(?:%2f|%5c|%2e|\\|\/\.\.?(?:[/?;]|$))/i;

/**
 * Whether a request's target, as it was sent, can be one path to a gateway and another one to a service.
 * A browser sends the cookies of the path that it sees: those of /api/users with `/api/users/..%2ftickets`.
 */
export function isAmbiguousPath(target: string): boolean {
  return AMBIGUOUS.test(target);
}
