/** What comes of comparing a password with a stored hash. */
export interface HashCheck {
  readonly matches: boolean;
  /** Whether a new hash of this password should replace the stored one. */
  readonly isOutdated: boolean;
}

/** Compares a password with one stored hash, off the event loop. */
export type HashVerifier = (password: string) => Promise<HashCheck>;

/**
 * Reads stored hashes of one format.
 * @returns undefined when a hash is of another format, or costs more than the format's bound: a sign-in to its
 *   account would hold a core for as long as it takes
 */
export type HashReader = (stored: string) => HashVerifier | undefined;

/**
 * Compares with a hash of another service, which may have trimmed its passwords. The exact password comes first.
 * A hash of a trimmed password stays when spaces were typed around it: it takes the password with them and without, and a
 * new one would take it only as it was typed this time.
 * @param fits whether a password is the one that was hashed
 * @param isWhole whether the hash tells all of a password from others
 */
export function verifierOfElsewhere(
  fits: (password: string) => Promise<boolean>,
  isWhole: (password: string) => boolean = () => true,
): HashVerifier {
  return async function verify(password) {
    // bcrypt repeats a password with NUL between, and HMAC fills up with NUL: both would take other passwords for it.
    const isPossible = !password.includes('\0');
    if (await fits(password)) return { matches: isPossible, isOutdated: isPossible && isWhole(password) };
    const trimmed = password.trim();
    const matches = trimmed !== '' && trimmed !== password && (await fits(trimmed));
    return { matches: isPossible && matches, isOutdated: false };
  };
}
