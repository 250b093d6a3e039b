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
 * Makes challenges that nothing keeps until they are used: a time, chance and a MAC of both. So each page that offers passkeys
 * gets one, and strangers fill no database.
 * @param jwtKey JWT_KEY: the key of the first entry makes, all check (HKDF, RFC 5869)
 */
export function createChallenges(jwtKey: string) {
  const keys = jwtKey.split(',').map((entry) => keyOf(entry.trim()));
  const macOf = (key: Buffer, body: Buffer) => createHmac('sha256', key).update(body).digest();

  return {
    make(): string {
      const body = randomBytes(BODY_BYTES);
      body.writeUIntBE(Date.now() + CHALLENGE_LIFE_MS, 0, TIME_BYTES);
      return Buffer.concat([body, macOf(keys[0]!, body)]).toString('base64url');
    },

    /** Until when a challenge is good; undefined when it is too old, or none of ours. */
    goodUntil(challenge: string): Date | undefined {
      if (!FORM.test(challenge)) return undefined;
      const bytes = Buffer.from(challenge, 'base64url');
      const [body, mac] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)];
      if (!keys.some((key) => timingSafeEqual(macOf(key, body), mac))) return undefined;
      const until = new Date(body.readUIntBE(0, TIME_BYTES));
      return until.getTime() > Date.now() ? until : undefined;
    },
  };
}

export type Challenges = ReturnType<typeof createChallenges>;

function keyOf(entry: string): Buffer {
  return Buffer.from(hkdfSync('sha256', entry, '', 'latchkey challenges of passkeys', KEY_BYTES));
}
