import { hash, verify } from '@node-rs/argon2';
import type { HashReader } from './hash-verifier';

/** OWASP password storage: argon2id (the library's default) with 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT_PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$';

/** A PHC string, of version 1.3 or, where it names none, 1.0 (RFC 9106). */
const FORMAT =
  /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z\d+/]{8,128})\$([A-Za-z\d+/]{16,128})$/;
/** KiB: what other libraries take by default. A hash runs on each core at once, and a replica has 512 MiB. */
const MAX_MEMORY = 65_536;
/** KiB times passes: ten times today's, a fifth of a second of a core. */
const MAX_WORK = 393_216;
const MAX_LANES = 16;
/** KiB (RFC 9106, section 3.1). */
const MIN_MEMORY_OF_LANE = 8;

/** One form for what keyboards send in several (NIST SP 800-63B, section 3.1.1.2). */
const normalize = (password: string) => password.normalize('NFC');

/** Hashes a password off the event loop, as a PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), PARAMETERS);
}

/** Argon2 as this service makes it, or with other parameters. */
export const readArgon2: HashReader = (stored) => {
  const match = FORMAT.exec(stored);
  if (!match) return undefined;
  const [memory, passes, lanes] = match.slice(1, 4).map(Number) as [number, number, number];
  if (passes < 1 || lanes < 1 || memory < MIN_MEMORY_OF_LANE * lanes) return undefined;
  if (memory > MAX_MEMORY || memory * passes > MAX_WORK || lanes > MAX_LANES) return undefined;
  if (!match.slice(4).every(isBase64)) return undefined;
  return async function verifyArgon2(password) {
    const matches = await verify(stored, normalize(password));
    return { matches, isOutdated: !stored.startsWith(CURRENT_PREFIX) };
  };
};

/** Whether bytes are written so, without padding. */
function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64').replaceAll('=', '') === text;
}
