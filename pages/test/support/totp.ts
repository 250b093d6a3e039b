import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;

/**
 * What an authenticator app shows.
 * @param secret in base32
 * @param later how many steps of 30 s its clock is ahead; a service takes one more or less, and each step once
 */
export function appCode(secret: string, later = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + later * STEP_MS });
}

/** A code that is not right at any time near now. */
export function wrongCode(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((later) => appCode(secret, later));
  return Array.from({ length: 6 }, (_, n) => String(n).repeat(6)).find((code) => !near.includes(code))!;
}
