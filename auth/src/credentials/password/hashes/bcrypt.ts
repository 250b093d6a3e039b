import { verify } from '@node-rs/bcrypt';
import { verifierOfElsewhere, type HashReader } from './hash-verifier';

/**
 * `$2x$` is left out: it marks hashes of a faulty implementation. The 22nd character of the salt has four unused bits, and
 * the library fits no password to a hash in which one is set.
 */
const FORMAT = /^\$2[aby]\$(\d\d)\$[./A-Za-z\d]{21}[.Oeu][./A-Za-z\d]{31}$/;
const MIN_COST = 4;
/** One or two seconds of a core; each one more doubles it. */
const MAX_COST = 14;
/** What is behind them does not count. */
const MAX_BYTES = 72;

/** Bcrypt in the variants that are one algorithm: `$2a$`, `$2b$` and `$2y$`. */
export const readBcrypt: HashReader = (stored) => {
  const cost = Number(FORMAT.exec(stored)?.[1]);
  // Also when it is NaN.
  if (!(cost >= MIN_COST && cost <= MAX_COST)) return undefined;
  return verifierOfElsewhere(
    (password) => verify(password, stored),
    // It may be the beginning of a longer one, and then the new hash would keep its owner out.
    (password) => Buffer.byteLength(password) < MAX_BYTES,
  );
};
