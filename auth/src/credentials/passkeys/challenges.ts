import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a challenge is good, in ms. */
export const CHALLENGE_LIFE_MS = 10 * 60_000;

const KEY_BYTES = 32;
const TIME_BYTES = 6;
const RANDOM_BYTES = 16;
const BODY_BYTES = TIME_BYTES + RANDOM_BYTES;
/** Bytes of a multiple of 3 have one base64url form only. */
const FORM = /^[\w-]{72}$/;

/** A random challenge, for a ceremony that keeps it. */
export const newChallenge = () => randomBytes(32).toString('base64url');

/**
 * Makes challenges that nothing keeps until they are used: a time, chance, and a MAC of both and of the browser. So each page that
 * offers passkeys gets one, also in several tabs, and strangers fill no database.
 * @param jwtKey JWT_KEY: the key of the first entry makes, all check (HKDF, RFC 5869)
 */
export function createChallenges(jwtKey: string) {
  const keys = jwtKey.split(',').map((entry) => keyOf(entry.trim()));
  const macOf = (key: Buffer, body: Buffer, browser: string) =>
    createHmac('sha256', key).update(body).update(browser).digest();

  return {
    /** @param browser the secret of the browser that is to answer */
    make(browser: string): string {
      const body = randomBytes(BODY_BYTES);
      body.writeUIntBE(Date.now() + CHALLENGE_LIFE_MS, 0, TIME_BYTES);
      return Buffer.concat([body, macOf(keys[0]!, body, browser)]).toString('base64url');
    },

    /** Until when a challenge is good; undefined when it is too old, of another browser, or none of ours. */
    goodUntil(challenge: string, browser: string): Date | undefined {
      if (!FORM.test(challenge)) return undefined;
      const bytes = Buffer.from(challenge, 'base64url');
      const [body, mac] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)];
      if (!keys.some((key) => timingSafeEqual(macOf(key, body, browser), mac))) return undefined;
      const until = new Date(body.readUIntBE(0, TIME_BYTES));
      return until.getTime() > Date.now() ? until : undefined;
    },
  };
}

export type Challenges = ReturnType<typeof createChallenges>;

function keyOf(entry: string): Buffer {
  return Buffer.from(hkdfSync('sha256', entry, '', 'latchkey challenges of passkeys', KEY_BYTES));
}
